command-checkin = checkin
    .about = Look at your boundaries, the two of you or the month, now
    .takes = which
    .takes-about = boundaries, us or month; alone it is boundaries
command-question = question
    .about = A question for you two: light, deeper or deepest
    .takes = depth
    .takes-about = light, deeper or deepest; or alone

# What may be typed after the commands: the usual word first, then others that mean the same.
checkin-word-boundaries = boundaries, boundary, limits, limit
checkin-word-us = us, state of us, the two of us, we, weekly, week
checkin-word-month = month, monthly, look back, monthly look back
checkin-which = Which one? /{ $command } takes “boundaries”, “us” or “month”.
question-word-light = light, easy, lighter
question-word-deeper = deeper, deep, medium
question-word-deepest = deepest, very deep
question-word-alone = alone, on my own, by myself, just me, solo
question-which = Which kind? /{ $command } takes “light”, “deeper” or “deepest”, or “alone” for one just for you.
