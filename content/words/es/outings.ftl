# Citas: tiempo para dos, planeado en pareja.

command-date = cita
    .about = Planear tiempo en pareja: ideas, un día, un aviso
    .takes = plan
    .takes-about = Qué y cuándo: un paseo por el río el viernes a las 18:00

outing-form = ¿Qué te gustaría hacer y cuándo? { $name } lo verá cuando lo propongas.
outing-words = Qué
outing-words-hint = Por ejemplo: un paseo por el río
outing-when = Cuándo
outing-when-hint = Por ejemplo: el viernes a las 20:00. Un día sin hora es a las 18:00.
outing-form-send = Listo
outing-propose-short = Proponerlo
outing-empty = ¿Qué haríais? Bastan unas pocas palabras.
outing-long = Aquí un plan cabe en { $limit } caracteres. ¿Puedes decirlo con menos palabras?
outing-when-needed = ¿Qué día? Algo como «el sábado» o «27 de noviembre a las 19:00».
outing-same-day = Ese es el día que ya tiene. Elige otro, o déjalo así.
outing-many = Tenéis { $limit } citas por delante, que son todas las que puedo guardar. Disfrutad de una o cancelad otra, y habrá sitio: /cita
outing-moved-on = Eso ya ha cambiado. /cita muestra cómo está ahora.

outing-what = «{ $words }», { $when }
outing-when-only = { $when }
outing-draft = Tu plan. Por ahora solo tú puedes verlo.
outing-propose = Proponerlo a { $name }
outing-edit = Cambiar
outing-drop = Dejarlo
outing-dropped = Ya no está. Nadie más lo vio.

outing-proposed = Propuesto a { $name }. Te avisaré cuando haya novedades. Sigue en pie hasta el { $until }.
outing-open = Has propuesto esto. Sigue en pie hasta el { $until }.
outing-take-back = Retirarlo
outing-taken-back = { $name } ha retirado su propuesta:
outing-asked = A { $name } le gustaría pasar un rato contigo:
outing-asked-other = { $name } sugiere otro día:
outing-asked-moved = A { $name } le gustaría pasar esto a otro día:
outing-asked-next = Sí, otro día o ahora no: las tres cosas están bien.
outing-accept = Sí
outing-another-day = Otro día
outing-not-now = Ahora no
outing-move = ¿Qué día te vendría bien? Se lo propondré a { $name }.
outing-accepted = { $name } dice que sí:
outing-accepted-mine = Hay cita. Os avisaré antes.
outing-planned = Planeado con { $name }:
outing-declined = { $name } dice «ahora no» a esto:
outing-declined-mine = De acuerdo, ahora no. He dicho eso y nada más.
outing-closed = Una cita que propusiste se ha cerrado sin convertirse en plan. Pasa, y por sí solo no significa nada. Puedes proponer algo cuando quieras.

outing-call-off = Cancelarla
outing-call-off-sure = ¿La cancelamos? Se lo diré a { $name }.
outing-call-off-yes = Sí, cancelarla
outing-call-off-no = Mantenerla
outing-off = { $name } ha cancelado esto:
outing-off-mine = Ya no está en el calendario, y lo he dicho.
outing-soon = Se acerca algo bonito que tenías planeado.
outing-show = Mostrar

outings-head = **Por delante**
outings-none = No hay citas planeadas. Una pequeña es un buen comienzo.
outings-entry = { $number }. { $words }: { $when } ({ $status })
outing-is-draft = solo tú
outing-is-proposed = propuesta
outing-is-planned = planeada
outing-n = { $n }
outings-before = Anteriores
outings-more = Más
outing-all = Todas las citas
outing-idea = Una idea, por favor
outing-plan = Planear algo
outing-own = Una idea nuestra
outing-which = ¿Qué os vendría bien?
outing-take = Planear esto
outing-another = Otra idea
outing-kinds = Otros tipos

idea-home = En casa
idea-outside = Al aire libre
idea-free = Sin gastar nada
idea-hour = Una hora
idea-evening = Una tarde-noche
idea-apart = A distancia

idea-home-1 = Cocinar un plato que nunca hayáis hecho
idea-home-2 = Desayunar en la cama, con los móviles en otra habitación
idea-home-3 = Montar la mejor cabaña posible con mantas y sillas
idea-home-4 = Mirar fotos antiguas y contaros lo que recordáis
idea-home-5 = Una cata a ciegas: tres chocolates, tres quesos o tres tés
idea-home-6 = Bailar en la cocina las canciones que os gustaban a los dieciséis
idea-home-7 = Un puzle o un juego de mesa, con algo calentito para beber
idea-home-8 = Darle otro aire a un rincón de la casa

idea-outside-1 = Ver la puesta de sol desde el sitio más alto que tengáis cerca
idea-outside-2 = Un pícnic, aunque sea en el banco más cercano
idea-outside-3 = Coger un autobús o un tren hasta una parada en la que nunca hayáis bajado
idea-outside-4 = Ir al mercado y que cada persona elija una cosa para la cena
idea-outside-5 = Pasear o ir en bici junto al agua, hasta donde os apetezca
idea-outside-6 = Buscar en vuestra ciudad tres cosas en las que nunca os habíais fijado
idea-outside-7 = Ir a ver las estrellas a un lugar oscuro
idea-outside-8 = Nadar, en un lago, en el mar o en la piscina

idea-free-1 = Un paseo en el que cada cual guía la mitad del camino
idea-free-2 = Haceros diez preguntas que nunca os hayáis hecho
idea-free-3 = Leeros en voz alta un libro que os guste mucho
idea-free-4 = Escoger en la biblioteca un libro para la otra persona
idea-free-5 = Apuntar lo que os gustaría hacer antes de un año
idea-free-6 = Escuchar un disco entero, en el suelo y sin prisa
idea-free-7 = Enseñaros algo que se os dé bien
idea-free-8 = Dibujaros sin mirar el papel

idea-hour-1 = Un café en un sitio que no conozcáis
idea-hour-2 = Una vuelta a la manzana, despacio, de la mano si os apetece
idea-hour-3 = Hornear algo pequeño y comerlo aún caliente
idea-hour-4 = Por turnos: media hora de lo que le guste a una persona y luego a la otra
idea-hour-5 = Un masaje de manos, cuello o pies, por turnos
idea-hour-6 = Planear un día libre, con desayuno incluido
idea-hour-7 = Mirar por la ventana con una bebida caliente y sin prisa
idea-hour-8 = Un helado, o un chocolate caliente si hace frío

idea-evening-1 = Arreglaros y salir a cenar, o arreglaros y quedaros en casa
idea-evening-2 = Una película que a una persona le encanta y la otra no ha visto
idea-evening-3 = Música en directo, por pequeño que sea el escenario
idea-evening-4 = Volver adonde os conocisteis, o a un sitio parecido
idea-evening-5 = Velas, nada de pantallas, y cartas o dados
idea-evening-6 = Una clase para principiantes: cerámica, salsa, pan, lo que sea
idea-evening-7 = Cocinar a medias: una persona el primero, la otra el segundo, y el postre en equipo
idea-evening-8 = Un museo o una galería que abra hasta tarde

idea-apart-1 = Comer el mismo plato a la misma hora, en una llamada
idea-apart-2 = Empezar una película en el mismo segundo y escribiros mientras tanto
idea-apart-3 = Un paseo por teléfono, cada cual en su ciudad
idea-apart-4 = Enviaros un paquetito para abrirlo en una llamada
idea-apart-5 = Enseñaros en directo vuestro rincón favorito de la ciudad
idea-apart-6 = Leer el mismo libro, un capítulo por semana, y comentarlo
idea-apart-7 = Escribiros una carta en papel, con su sello
idea-apart-8 = Dormir con la llamada abierta, sin nada de que hablar
