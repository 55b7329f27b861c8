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
