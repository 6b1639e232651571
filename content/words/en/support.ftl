command-help = help
    .about = What I can do here
command-today = today
    .about = What is open for you

help-intro = Here is what I can do for you:
help-entry = /{ $name }: { $about }
help-start = Begin with /start. Nothing is kept before you say yes.
help-pair = Most of it is for two: /pair invites your partner.
help-both = I’m a program and can’t call anyone. If you are in danger, call your local emergency number.
today-nothing = Nothing is waiting for you. Have a good day.
today-some =
    { $count ->
        [one] One thing is open for you:
       *[other] { $count } things are open for you:
    }

command-cancel = cancel
    .about = Drop the question I am asking
