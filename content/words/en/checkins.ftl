command-checkin = checkin
    .about = Look at your boundaries together, now
