# What platforms show about the bot. Telegram: 512 characters for the description, 120 for the short one.
telegram-description =
    Troth is a program for couples. It brings a question at the right moment, remembers the promises you make to each other, and asks you both how it went.

    It keeps no score and watches nobody. You can leave alone, at once, at any time.

    Press Start: it takes a minute, and nothing is kept before you say yes.
telegram-short = For two people who want to keep their word to each other: questions at the right moment, small promises, no score.
