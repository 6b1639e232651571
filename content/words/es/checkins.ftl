command-checkin = revision
    .about = Mirar ahora vuestros límites, la pareja o el mes
    .takes = cual
    .takes-about = límites, pareja o mes; sin nada, los límites
command-question = pregunta
    .about = Una pregunta para la pareja: ligera, honda o muy honda
    .takes = hondura
    .takes-about = ligera, honda o muy honda; o a solas

# Lo que puede seguir a las órdenes: primero la palabra de siempre, luego otras que significan lo mismo.
checkin-word-boundaries = límites, límite
checkin-word-us = pareja, nosotros, nosotras, nosotres, relación, semana
checkin-word-month = mes, mensual, mirada atrás
checkin-which = ¿Cuál? Después de /{ $command } puedes poner «límites», «pareja» o «mes».
question-word-light = ligera, fácil, sencilla
question-word-deeper = honda, profunda, más honda
question-word-deepest = muy honda, la más honda, muy profunda
question-word-alone = a solas, para mí, por mi cuenta
question-which = ¿De qué tipo? Después de /{ $command } puedes poner «ligera», «honda» o «muy honda», o «a solas» para una solo tuya.
