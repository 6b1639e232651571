# Las órdenes que empiezan una práctica.

command-listen = escuchar
    .about = Una persona habla, la otra escucha; luego al revés
command-need = pedir
    .about = Convertir una necesidad en una petición clara
    .takes = necesidad
    .takes-about = Qué necesitas, en pocas palabras
command-guess = adivinar
    .about = Adivinar qué dirá la otra persona, junto a lo que dice
command-window = ventana
    .about = Contar algo por iniciativa propia
    .takes = algo
    .takes-about = Lo que te gustaría contar
command-own = reconocer
    .about = Reconocer un error, sin excusas
    .takes = error
    .takes-about = Qué hiciste, en pocas palabras
command-thanks = gracias
    .about = Un pequeño gracias
    .takes = gracias
    .takes-about = Por qué: por el café de esta mañana
command-goodnews = buenasnuevas
    .about = Una buena noticia, para celebrarla
    .takes = noticia
    .takes-about = Qué hay de bueno
command-timeout = tiempo
    .about = Un tiempo de calma que ya trae su regreso
command-doubt = duda
    .about = Mirar una duda, a solas
    .takes = duda
    .takes-about = Qué has notado
command-stock = balance
    .about = Hacer balance, a solas
command-foundations = cimientos
    .about = Siete semanas sobre aquello de lo que se hace la confianza
command-practices = practicas
    .about = Todo lo que se puede hacer, por temas

practice-missing = Eso no está aquí en este momento. /practicas muestra lo que hay.

# Todo lo que hay.

practices-checkins = **Revisiones**
practices-exercises = **Ejercicios para dos**
practices-yourself = **Para ti**
practices-journeys = **Caminos de varias semanas**
practices-tab-checkins = Revisiones
practices-tab-exercises = Ejercicios
practices-tab-yourself = Para ti
practices-tab-journeys = Caminos
practices-entry = **{ $title }**: { $about }
practices-entry-command = **{ $title }** ({ $command }): { $about }
practices-alone = A solas: { $title }
practices-pair = Hay más cosas para dos: /pareja invita a tu pareja.
practices-before = Anteriores
practices-more = Más
practices-under-way = En marcha
practices-nothing = Ahora mismo no tienes nada en marcha.
practices-some =
    { $count ->
        [one] Tienes una cosa en marcha:
       *[other] Tienes { $count } cosas en marcha:
    }
