command-rhythm = rhythm
    .about = What comes by itself and when, such as /rhythm sundays 18:00
    .takes = when
    .takes-about = Such as: sundays 18:00, or with a name before it: question of the day weekdays 8:00
command-quiet = quiet
    .about = Hours in which nothing comes unasked, such as /quiet 22:00-7:30
    .takes = hours
    .takes-about = Such as: 22:00-7:30, or: off

command-most = most
    .about = How many prompts a day may come by themselves, such as /most 1
    .takes = number
    .takes-about = A number from 1 to 5
command-holiday = holiday
    .about = Let everything rest until a day, such as /holiday until 3 january
    .takes = until
    .takes-about = Such as: until 3 january, or: off
command-calendar = calendar
    .about = What is coming up, and a file for your own calendar

weekday-0 = Monday
weekday-1 = Tuesday
weekday-2 = Wednesday
weekday-3 = Thursday
weekday-4 = Friday
weekday-5 = Saturday
weekday-6 = Sunday
list-more = { $first }, { $rest }
list-last = { $first } and { $rest }

rhythm-daily = every day at { $clock }
rhythm-weekdays = Monday to Friday at { $clock }
rhythm-weekly =
    { $every ->
        [1] every { $days } at { $clock }
        [2] every second week on { $days } at { $clock }
       *[other] every { $every } weeks on { $days } at { $clock }
    }
rhythm-monthly = on day { $day } of each month at { $clock }
rhythm-nth =
    { $which ->
        [1] on the first { $day } of the month at { $clock }
        [2] on the second { $day } of the month at { $clock }
        [3] on the third { $day } of the month at { $clock }
        [4] on the fourth { $day } of the month at { $clock }
       *[last] on the last { $day } of the month at { $clock }
    }

rhythm-in-zone = { $when } ({ $city } time)
rhythm-apart = { $when }, each at your own hour
rhythm-apart-take = Each at their own hour
rhythm-at-once-take = At the same moment
rhythm-apart-set = From here on { $guide } comes to each of you at { $clock } where you live. The time to answer counts from the later of the two.
rhythm-at-once-set = From here on { $guide } comes to you both at the same moment, { $when }.
rhythm-example = { $guide } { $when }

rhythm-none = Nothing comes by itself yet. A weekly check-in is a good beginning.
rhythm-none-own = Nothing comes to you by itself yet.
rhythm-sets = Here are sets to begin with: never two on one day, and either of you can change or stop any of it.
rhythm-set-light = **Light**
rhythm-set-steady = **Steady**
rhythm-set-rebuilding = **Rebuilding**
rhythm-set-light-take = Light
rhythm-set-steady-take = Steady
rhythm-set-rebuilding-take = Rebuilding
rhythm-begun = Set. From here on this comes to both of you by itself:
rhythm-begun-by = { $name } has chosen rhythms for the two of you. This comes by itself:
rhythm-begun-free = Either of you can change or stop any of it.
rhythm-look = See them all
rhythm-look-at = See it
rhythm-back = All rhythms
rhythm-more = More
rhythm-new = New rhythm
rhythm-yours = This comes to both of you by itself:
rhythm-own = This comes to you alone:
rhythm-entry = { $guide }: { $when }
rhythm-entry-off = { $guide }: stopped for now (it was { $when })
rhythm-entry-rests = { $guide }: { $when }, resting up to and including { $day }
rhythm-entry-skips = { $guide }: { $when }, left out on { $day }
rhythm-next = Next: { $next }
rhythm-did-you-mean = Which of these do you mean?
rhythm-ask = When would suit you both?
rhythm-ask-own = When would suit you?
rhythm-guide = What
rhythm-for-whom = For whom
rhythm-for-both = For both of us
rhythm-for-me = For me alone
rhythm-when = When
rhythm-when-hint = For instance “Sundays 18:00”, “every second Friday 19:30” or “last Sunday of the month”
rhythm-suggestions =
    Sundays 18:00
    Mondays 20:00
    Tuesdays 20:00
    Wednesdays 20:00
    Thursdays 20:00
    Fridays 18:00
    Saturdays 11:00
    every second Friday 19:30
    last Sunday of the month 17:00
    weekdays 8:00
rhythm-not-understood = I couldn’t read that as a rhythm. Try “Sundays 18:00”, with a name before it or without, “every day 9:00”, “weekdays 8:00”, “every second Friday 19:30”, “monthly on the 15th” or “last Sunday of the month 17:00”.
rhythm-several = A rhythm comes once on its days, and monthly on one date or one weekday. Try “monthly on the 15th 18:00” or “first Monday of the month 18:00”; “every second Monday 18:00” comes about twice a month.
rhythm-set = { $guide } comes to you both { $when }. The first is on { $first }.
rhythm-set-by = { $name } has chosen a rhythm for the two of you. { $said } Either of you can change or stop it.
rhythm-set-own = { $guide } comes to you alone { $when }. The first is on { $first }.
rhythm-for-two = { $guide } is for two, so it can’t come to one alone.
rhythm-not-by-itself = { $guide } is there when you want it, and doesn’t come by itself. /rhythm shows what can.
rhythm-for-the-moment = { $guide } begins when you want it, with { $command }, and doesn’t come by itself. /rhythm shows what can.
rhythm-many = That would be more than { $most } rhythms. Stop one and take it off the list first: /rhythm shows them.
rhythm-full = At most { $most } a day comes by itself. With this there would be more on some days, first on { $day }. What is over moves to the next day with room; what comes daily is left out. Would more on one day be fine, or another time?
rhythm-fine = More is fine
rhythm-most-both = All right. At most { $most } a day come to the two of you by themselves; what is over moves to the next day with room.
rhythm-most-own = All right. At most { $most } a day come to you by themselves; what is over moves to the next day with room.
rhythm-most-range = A number from 1 to { $most }, please: /most 1, for instance.
rhythm-other = Another time
rhythm-stop = Stop it for now
rhythm-resume = Let it come again
rhythm-stopped = { $guide } won’t come by itself any more. Nothing else has changed.
rhythm-begun-comes = The one under way still comes: { $at }.
rhythm-remove = Take it off the list
rhythm-removed = { $guide } is off the list.
rhythm-skip = Skip once
rhythm-unskip = Let it come after all
rhythm-skipped = { $guide } is left out once, on { $day }. After that it comes as before.
rhythm-unskipped = { $guide } comes after all, on { $day }.
rhythm-rest = Let it rest until…
rhythm-rest-ask = { $guide }: until when should it rest?
rhythm-rest-off = End its rest
rhythm-rests = { $guide } rests up to and including { $day }. After that it comes by itself as before.
rhythm-rests-no-more = { $guide } comes as before.
rhythm-unshared = The last two check-ins closed without being shown. That happens. Would another rhythm suit you better?
rhythm-less = Less often
rhythm-keep = Leave it as it is
rhythm-kept = All right, it stays as it is.

quiet-none = You have no quiet hours. /quiet 22:00-7:30 sets them: nothing comes unasked then.
quiet-are = From { $start } to { $end } nothing comes to you unasked. It waits until after. /quiet off ends that.
quiet-suggestions =
    22:00-7:00
    21:00-8:00
    23:00-9:00
    off
quiet-not-understood = I couldn’t read that. Write it like this: /quiet 22:00-7:30, or /quiet off.

most-open = How many a day
most-is =
    { $most ->
        [1] Prompts that come by themselves: at most one a day for you.
       *[other] Prompts that come by themselves: at most { $most } a day for you.
    }
most-rule = What is over moves to the next day with room, and what comes daily is left out that day. Where two wish differently, the smaller number holds for what comes to both.
most-choice = { $most }

holiday-open = Holiday
holiday-choose = Rest until…
holiday-off = End the holiday
holiday-when = Until when
holiday-hint = For instance “3 January”, “next Sunday” or “two weeks”
holiday-ask = Up to and including which day should everything rest?
holiday-none = Nothing rests now. /holiday until 3 january, for instance, lets everything rest that comes by itself. It comes back on its own, and no mark remains.
holiday-until = Holiday: nothing comes by itself up to and including { $day }.
holiday-set = Holiday: nothing comes by itself up to and including { $day }. From { $back } on it all comes again. No mark remains.
holiday-over = No holiday: everything comes again as before.
holiday-not-understood = I couldn’t read that as a day. Try /holiday until 3 january, /holiday two weeks, or /holiday off.
holiday-past = That day is past. Which day should it rest until?
holiday-far = That is further off than I can say. Two years at most, please.

calendar-open = Calendar
calendar-none = Nothing is on your calendar. /rhythm sets what comes by itself.
calendar-next = The next { $weeks } weeks:
calendar-entry = { $at }: { $title }
calendar-later = Nothing in the next weeks; later ones are in the file.
calendar-more =
    { $count ->
        [1] … and one more.
       *[other] … and { $count } more.
    }
calendar-file = The file is for your own calendar. It holds titles only: no names, and nothing that anybody wrote. Opened anew, it replaces what it brought before.
calendar-discreet = Troth
