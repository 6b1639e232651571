# Repair after a breach of trust: before it begins, and around it. The journey itself lies in content/guides.

command-repair = repair
    .about = After trust was broken: a journey of weeks for two

repair-asked = I’m asking { $name }, without naming what it is about until they open it. If it begins, you’ll hear so at once. If it hasn’t begun by { $day }, it was not the time; I’ll say no more than that, whatever the reason, and you may ask again.
repair-take-back = Take it back
repair-taken-back = Taken back. You can ask again from { $day } on.
repair-silence = What you asked for has not begun. It was not the time, and I can’t tell you more than that. You may ask again whenever you like.

repair-invited = There is an invitation for you to something longer for two, when you have a quiet moment.
repair-open = Open
repair-not-now = Not now
repair-invited-by =
    { $name } would like to go on a journey of repair with you: weeks of small steps, after trust was broken.
    Before anything begins there are a few questions for you alone. { $name } is told nothing of what you answer, nor that you opened this. If it isn’t the time, you needn’t do anything.
repair-questions = To the questions
repair-aside = All right. Nobody is told. If you think differently in the next days, /repair brings it back.
repair-gone = That is no longer open. Whenever you like, /repair begins from your side.

repair-two = There will be two journeys, one after the other, so that each of you is heard. In the first, { $name } is the one who was hurt; in the second you change places. Neither hurt is smaller for coming second.
repair-second = There is something you began together that can go on, when you have a quiet moment.
repair-second-yes = Thank you. If it begins, you’ll hear so at once. If it hasn’t begun by { $day }, it was not the time, whatever the reason.

repair-under-way = You can pause at any point just by leaving it: it rests, and /today brings it back. Either of you may also stop it for good; nobody is told who did.
repair-stop = Stop the journey
repair-help = Help
