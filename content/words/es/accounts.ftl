command-link = vincular
    .about = Usarme también desde otra aplicación
    .takes = codigo
    .takes-about = El código de tu otra aplicación
command-recovery = recuperar
    .about = Un código para volver si pierdes esta cuenta
    .takes = codigo
    .takes-about = Tu código de recuperación, si has perdido una cuenta

account-list = Me usas desde:
account-entry-this = { $app } (aquí)
account-entry-this-reached = { $app } (aquí): es donde te escribo
account-entry-other = { $app }
account-entry-other-reached = { $app }: es donde te escribo
account-code-wrong = Ese código no funciona. Puede estar mal escrito, usado o caducado.
account-tries = Han sido muchos intentos. Espera una hora antes del siguiente, por favor.
account-let-go = Ya habías empezado con esta cuenta. Lo que anotaste aquí a solas se va, y no se puede recuperar.
account-moves = Me usas desde esta cuenta y otras. Esta las deja, y las otras se quedan como están.
account-nobodys = Este chat ya no está vinculado con nadie aquí. Desde ahora no llega aquí nada de esa persona.

link-another = Vincular otra aplicación
link-nowhere = Por ahora solo estoy en esta aplicación.
link-everywhere = Ya estás conmigo en todas las aplicaciones en las que estoy.
link-code = En tu otra aplicación, abre un chat conmigo y envía /vincular y este código. **Sirve una sola vez**, hasta las { $until }.
    { $code }
link-code-yours = Es solo para ti: quien lo use podría leer y escribir aquí como si fueras tú. Te lo preguntaré otra vez en este chat antes de vincular nada.
link-own = Ese código es tuyo, y esta cuenta ya lo es también. Escríbelo en tu otra aplicación.
link-coupled = Con esta cuenta ya estás en una pareja aquí, así que no puedo hacerla parte de otra. Puedes hacerlo al revés: escribe /vincular aquí y usa ese código en tu otra aplicación.
link-platform = Ya hay una cuenta en { $app }, y guardo una por aplicación. Si la has perdido, /recuperar ayuda; si no, desvincúlala antes con /vincular.
link-ask = ¿Esta cuenta es de { $name }?
link-ask-means = Entonces quien escriba desde aquí será para mí { $name }, con todo lo que es de { $name }.
link-ask-yes = Sí, es mía
link-ask-no = No
link-declined = De acuerdo. No he vinculado ni guardado nada.
link-asked = Gracias. Ahora lo he preguntado una vez más en el chat del que salió el código. Cuando digas que sí también allí, estará hecho.
link-mine = Alguien en { $app } ha usado tu código y dice que eres tú. ¿Eres tú?
link-mine-means = Si no lo eres, pulsa No y no se vincula nada. Quien dejes entrar podría leer y escribir aquí como si fueras tú.
link-mine-yes = Sí, soy yo
link-mine-no = No
link-not-mine = Qué bien que lo hayas mirado. No se ha vinculado nada, y ese código ya no sirve.
link-over = Ya no ha podido ser, y no se ha vinculado nada. Con /vincular te doy otro código.
link-done = Hecho: puedes usarme también en { $app }.
link-done-there = Hecho, { $name }: desde ahora este chat también es tuyo. /hoy muestra lo pendiente.
link-where = ¿Dónde te escribo?
link-noted = Se acaba de vincular contigo una cuenta en { $app }. Si no has sido tú, quítala con /vincular.

reach-here = Escríbeme aquí
reach-there = Escríbeme en { $app }
reach-done = Desde ahora te escribo en { $app }. Lo anterior se queda donde está.
reach-closed = Ahora mismo no puedo escribirte en { $app }. Envíame /vincular desde allí y elígelo allí.

unlink-this = Desvincular esta
unlink-there = Desvincular { $app }
unlink-sure = ¿Desvinculo { $app }? Desde ese momento, quien escriba desde allí no será nadie para mí.
unlink-stays = Lo que hay en ese chat se queda allí. Bórralo allí si otra persona pudiera leerlo.
unlink-yes = Desvincular
unlink-no = Dejarla
unlink-last = Es tu única cuenta aquí, así que no puedo desvincularla.
unlink-done = Tu cuenta en { $app } ya no está vinculada. Si no has sido tú, puedes vincularla de nuevo con /vincular.

recovery-code = Este es tu código de recuperación:
    { $code }
recovery-use = Guárdalo en un lugar seguro, fuera de esta aplicación: en papel, por ejemplo. Si alguna vez pierdes esta cuenta, abre un chat conmigo desde otra y envía /recuperar y el código. Sirve una vez, y hasta que lo uses o pidas otro. Quien lo tenga puede hacerse pasar por ti aquí, así que no se lo enseñes a nadie.
recovery-without = Sin él, perder la cuenta significa empezar de nuevo. Tu pareja no puede responder por ti, y nadie más puede ayudar, ni siquiera quien me aloja.
recovery-have = Tienes un código de recuperación, del { $day }. No puedo volver a mostrarlo: solo guardo su huella.
recovery-anew = Dame uno nuevo
recovery-noted = Se acaba de crear un código de recuperación para ti en otro chat tuyo. Si no has sido tú, escribe /recuperar y pide uno nuevo: así aquel deja de servir. Y mira /vincular.
recovery-own = No has perdido esta cuenta: me escribes desde ella. El código sigue sirviendo; guárdalo bien.
recovery-coupled = Con esta cuenta ya estás en una pareja aquí, así que no puede ser otra. Usa el código desde una cuenta que sea nueva para mí, por favor.
recovery-ask = Esto hace que esta cuenta sea la de { $name } y suelta la que se perdió. ¿Seguimos?
recovery-ask-gone = La que se perdió es la de { $app }. Allí no llega nada más de { $name }.
recovery-ask-stays = La cuenta en { $app } se queda como está.
recovery-yes = Sí, que sea la mía
recovery-no = No
recovery-stayed = De acuerdo. No ha cambiado nada, y el código sigue sirviendo.
recovery-done = Hola otra vez, { $name }. Desde ahora te escribo en este chat. /hoy muestra lo pendiente.
recovery-done-next = El código ya está usado; con /recuperar te doy otro. Un lugar que compartías con la cuenta anterior no recibe nada privado mientras esa cuenta pueda leer allí.
recovery-done-noted = Se acaba de usar tu código de recuperación: estás en { $app } con otra cuenta, y te escribo allí. Si no has sido tú, quítala con /vincular.
