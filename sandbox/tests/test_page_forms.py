"""Forms, as the page shows them and sends them off."""

from browser_tab import opened
from company import Company
from playwright.async_api import Browser, expect


def field(label: str, component: dict[str, object]) -> dict[str, object]:
    return {"type": 18, "label": label, "description": f"About {label}", "component": component}


OPTIONS = [{"label": "One", "value": "1"}, {"label": "Two", "value": "2", "default": True}]
FORM = {
    "title": "Every kind of field",
    "components": [
        {"type": 10, "content": "Read **this** first"},
        field("Words", {"type": 4, "custom_id": "words", "style": 2, "max_length": 5}),
        field("One of", {"type": 3, "custom_id": "one", "options": OPTIONS}),
        field("Some of", {"type": 3, "custom_id": "some", "options": OPTIONS, "min_values": 1, "max_values": 2}),
        field("Radio", {"type": 21, "custom_id": "radio", "options": OPTIONS}),
        field("Boxes", {"type": 22, "custom_id": "boxes", "options": OPTIONS, "required": False}),
        field("Tick", {"type": 23, "custom_id": "tick"}),
        field("Somebody", {"type": 5, "custom_id": "who", "required": False}),
        field("Unheard of", {"type": 99, "custom_id": "x"}),
    ],
}


async def test_a_form_of_every_kind_of_field_gives_what_was_filled_in(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.page.evaluate(
            """async (form) => {
              const { openModal } = await import("/js/modal.js");
              openModal(form, async (values) => { globalThis.filled = values; });
            }""",
            FORM,
        )
        form = tab.page.get_by_role("dialog", name="Every kind of field")
        await expect(form.locator("strong")).to_have_text("this")
        await expect(form).to_contain_text("cannot be shown here")
        await form.get_by_label("Words").fill("longer than five")
        await form.get_by_role("group", name="Some of").get_by_label("Two").uncheck()
        await form.get_by_role("button", name="Submit").click()
        await expect(form.get_by_role("alert")).to_have_text("Some of: pick 1 to 2.")
        await form.get_by_role("group", name="Some of").get_by_label("One").check()
        await form.get_by_role("radiogroup", name="Radio").get_by_label("One").check()
        await form.get_by_label("Tick").check()
        await form.get_by_role("button", name="Submit").click()
        await expect(form).to_have_count(0)
        assert await tab.page.evaluate("globalThis.filled") == {
            "words": "longe",
            "one": ["2"],
            "some": ["1"],
            "radio": "1",
            "boxes": ["2"],
            "tick": True,
            "who": [],
        }
