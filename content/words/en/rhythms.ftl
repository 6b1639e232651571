command-rhythm = rhythm
    .about = When the check-in comes, such as /rhythm sundays 18:00
    .takes = when
    .takes-about = Such as: sundays 18:00
command-quiet = quiet
    .about = Hours in which nothing comes unasked, such as /quiet 22:00-7:30
    .takes = hours
    .takes-about = Such as: 22:00-7:30, or: off

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

rhythm-none = Nothing comes by itself yet. A weekly check-in is a good beginning.
rhythm-new = Choose when
rhythm-yours = This comes to both of you by itself:
rhythm-entry = { $guide }: { $when }
rhythm-entry-off = { $guide }: stopped for now (it was { $when })
rhythm-how = To change when the check-in comes, type for instance /rhythm sundays 18:00.
rhythm-change = Change: { $guide }
rhythm-ask = When would suit you both?
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
rhythm-not-understood = I couldn’t read that as a rhythm. Try “Sundays 18:00”, “weekdays 8:00”, “every second Friday 19:30” or “last Sunday of the month 17:00”.
rhythm-set = { $guide } comes to you both { $when }. The first is on { $first }.
rhythm-set-by = { $name } has chosen a rhythm for the two of you. { $said } Either of you can change or stop it.
rhythm-other = Another time
rhythm-stop = Stop it for now
rhythm-resume = Let it come again
rhythm-stopped = { $guide } won’t come by itself any more. Nothing else has changed.
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
