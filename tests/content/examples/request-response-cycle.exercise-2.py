"""What a page makes the browser ask for, and nothing that it merely points at."""

PAGE = """<link rel="icon" href="/i.png"><link rel="stylesheet" href="/shop.css"><script src="/shop.js"></script>
<script>let n = 1</script><a href="/about/">About</a><img src="/emma.png">"""

assert requests_of(PAGE) == ["/shop.css", "/shop.js", "/emma.png"], requests_of(PAGE)
assert requests_of("<p>Nothing more") == []
