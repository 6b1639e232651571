command-checkin = revision
    .about = Mirar vuestros límites, ahora
