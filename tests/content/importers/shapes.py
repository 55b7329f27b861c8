"""Small files in the shapes that public roadmaps have, in words of our own."""

LINKED = """\
# Baking roadmap

![banner](banner.png)

## Start here

- [What is baking](https://www.youtube.com/watch?v=1)
- [A first loaf](https://example.org/loaf)

## Flour

### Wheat

- [Kinds of wheat](https://example.org/wheat)
- [Milling](http://example.org/milling)

### Rye

- [Kinds of rye](https://example.org/rye)

## Heat

- [Ovens](https://docs.example.org/ovens)
- [Come and talk](https://discord.gg/abc)

## Contributing

- Fork it, and open a pull request.
"""

TICKED = """\
# My path

## Core path

- [x] [Stones](./01-stones/readme.md)
- [ ] [Mortar](./02-mortar/readme.md)
- [ ] [Walls](./03-walls/readme.md)

## Later

- [ ] Roofs
- [ ] Windows: let the light in
"""

NUMBERED = """\
# Ruta del jardinero

Una guía para empezar.

## 🚀 **Índice**

- [Contenido](#contenido)
- [Licencia](#licencia)

## 📂 **Contenido**

Los temas son:

1. **La tierra**
   - Arcilla
   - Arena y grava

2. **El agua**
   - Riego por goteo
   - Lluvia

3. **La luz**
   - Sol y sombra

## 🛠️ **Cómo usar este repositorio**

1. **Clona el repositorio:**
   ```bash
   git clone https://example.org/jardin
   ```

## Licencia

MIT
"""

FLAT = """\
# TEMAS
- Primero
- Segundo
- Tercero
"""

TABLES = """\
# Contents

- [Curriculum](#curriculum)

# Summary

What this is about.

- It is free.

# Curriculum

## Intro

### Sewing

**Topics covered**: `thread`, `needle`

Courses | Duration | Discussion
:-- | :--: | :--:
[Sewing for everybody](https://example.org/sewing) ([alt](https://example.org/alt)) | 10 weeks | [chat](https://discord.gg/abc)
[Hems](https://example.org/hems) | 2 weeks | [chat](https://discord.gg/abd)

## Core

### Weaving

Courses | Duration
:-- | :--:
[Looms](https://example.org/looms) | 7 weeks
[Patterns](coursepages/patterns.md) | 6 weeks

# Team

- Somebody
"""

HEADINGS_ONLY = """\
# Sailing

## Wind

Where it comes from, and how to feel it.

## Knots

### Bowline

It holds, and it opens again.

### Cleat hitch

For mooring.
"""

CHINESE = """\
# 前端学习路线

## 一、基础

- HTML：网页的结构
- CSS：网页的样式
- 消息队列

## 二、进阶

- `Promise` – 异步
- 模块化
"""

RUSSIAN = """\
# Дорожная карта

## Основы

* Переменные
* Циклы: повторение действий
* **Функции** — именованные куски кода

## Лицензия

* MIT
"""

DETAILS = """\
<h1 align="center">Pottery</h1>

<details>
<summary>Clay</summary>

* [Kinds](https://example.org/kinds)
* [Storing](https://example.org/storing)

</details>

<details>
<summary>Glaze</summary>

* [Colours](https://example.org/colours)

</details>
"""

LABELLED = """\
# Fishing

## Level 0: Water

### Topics to Cover:
- Rivers and lakes
- Tides

### Resources:
- [How water moves](https://example.org/water)

### YouTube Playlists:
- [Rivers, all of them](https://www.youtube.com/playlist?list=1)

## Level 1: Tackle

### Topics to Cover:
- Rods
- Lines: which one for which fish

### Resources:
- [Tackle for beginners](https://example.org/tackle)
"""

RESOURCES_BELOW = """\
# Beekeeping roadmap 2025.

## Support My Work

Please.

## Give a Star! :star:

If you like it.

## Learn it (mostly free)

### 1. The hive

A hive is a home. It has frames.

Resources:

- [The hive](https://example.org/hive) <sup>FREE</sup>
- Frames:
    - [Frames one](https://example.org/frames) <sup>FREE</sup>

### 2. The swarm

Resources:

- [Swarms](https://example.org/swarms) <sup>FREE</sup>
- [More swarms](https://example.org/more) <sup>FREE</sup>
"""

HEADINGS_IN_LISTS = """\
# Interviews with bees

## Contents

- [Bees](#bees)

## Bees

- ### Drones
    - [ ] About drones:
        - [Drones (video)](https://www.youtube.com/watch?v=1)
        - [Drones, part two (video)](https://www.youtube.com/watch?v=2)
    - [ ] [What a drone does](https://example.org/drone)

- ### Queens
    - [ ] [Queens (video)](https://www.youtube.com/watch?v=3)
    - [ ] [Raising a queen](https://example.org/queen)
"""

PHASES = """\
# 养蜂路线（2 周）

## 第1阶段：认识蜜蜂（2天）
- 目标：知道蜜蜂的种类
- 任务：看一本书
- 验收：
  - [ ] 能画一只蜜蜂

## 第2阶段：蜂箱（3天）
- 目标：会做蜂箱
- 任务：做一个蜂箱
- 验收：
  - [ ] 蜂箱做好了

## 第3阶段：蜂蜜（3天）
- 目标：收蜂蜜
- 任务：收一次
- 验收：
  - [ ] 有蜂蜜
"""

MIXED_DEPTH = """\
# 路线图

## 基础

* 工具
* 环境
* etc

## 方向

* 蜜蜂
  * 工蜂
  * 雄蜂
  * etc
* 蜂箱
  * 木头
  * 巢框
"""

IMAGES_ONLY = """\
# Table of Contents

1. [Before](#a)
2. [After](#b)

# Before

![img](a.png)

# After

![img](b.png)

## Much later

![img](c.png)
"""

NUMBERED_TABLE = """\
---
layout: default
title: Honey
---

# Honey

| Phase | Title | Description |
|:--:|:--|:--|
| **0** | [Flowers](./phases/0) | Where it begins |
| **1** | [Nectar](./phases/1) | What they carry |
"""

WEEKS = """\
# A year with bees

## Phase 1: Spring

### Week 1: Looking

- [ ] Watch the hive (from afar).
- [ ] Mini-project: Draw what you see.

**Resources:**

- A Book About Bees (Somebody)

### Week 2: Opening

- [ ] Smoke: why it calms them
- [ ] Mini-project: Open the hive.

## Phase 2: Summer

### Week 3: Honey

- [ ] Frames
- [ ] Mini-project: Take a frame out.
"""

LONG = "# A long way\n" + "".join(
    f"\n## {part}. Part of the way\n\n" + "".join(f"- Step {part}x{step}: what it takes\n" for step in range(6))
    for part in range(1, 29)
)

PLAN_OF_DAYS = """\
# Thirty days of bees

## Who is this for?

- Everybody with a garden

## 📁 01-First-Month

| Day | Theme | Files | Status |
|:---:|:------|:------|:------:|
| [Day 01](m1/d1/) | **Looking on** | [Notes](m1/d1/notes.md), [Q&A](m1/d1/qa.md) | ✅ Complete |
| Day 02–04 | Smoke, and why it calms them | `smoke.md` | ⏳ In queue |

## 02-Second-Month

| # | Milestone | You can claim it when… |
|---|-----------|------------------------|
| M1 | **Frames** | a frame comes out whole |

| 天数 | 主题 | 核心内容 |
|:---:|:-----|:--------|
| 🆕 Day 8-9 | 蜂蜜 | 颜色与味道 |

## Repository Structure

- 🧭 **[`notes/`](notes/00-Index.md)**: what was seen
- `plan.md` – this plan
"""

LANGUAGES = """\
# Tongues

## Level 1

### First
- **C#**: for games
- **C++** → Pointers
- **F#.** Functions first.
- **Node.js** (`node`) — servers

### A tongue of one's own

### Ticked
- [ ] **Shapes:**
    - [ ] Round
    - [ ] Square

## Level 2

### Second
- C#
"""

IN_CODE = """\
# The way of the bee

## Start here

Begin at the first.

## Roadmap

```
01-hives      ← done
02-smoke      ← done
03-frames
04-honey
05-winter
```

## Philosophy

- **Calm.** Bees feel it.
"""

IN_LINE = """\
# Beekeeping

I got tired of it.

### [01 - Prerequisites](./01)
A garden, and patience.

### [02 - Hives](./02)
Kinds of hives.

### [03 - Bees](./03)
- **[03.1 - Drones](./03/1)** &mdash; who they are
- **Queens**, **Workers**, and more.

### [04 - Honey](./04)
- **[04.1 - Colours](./04/1)** &mdash; and why

## A talk about it

Once upon a time.
"""

LABELS_BELOW = """\
# Droga pszczelarza

# Etap 1

## Cel etapu

- mieć ogród,

## Blok A — Ule

### Zakres

- drewno,
- słoma

### Kryteria ukończenia

- Potrafisz zbudować ul.

### Materiały

- *Moje ule*

# Etap 2

## Blok B — Miód

### Zakres

- kolor
"""
