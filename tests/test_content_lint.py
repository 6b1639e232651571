"""No text of Troth asks for proof, whereabouts, a device or forgiveness (SAFETY 18, 22); and none is wrongly held."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import BadContent
from bot.guides import load_guides
from bot.guides.check import asking_faults, content_faults
from bot.guides.lint import Lint, plain
from bot.words import HOME

CAUGHT = {
    "en": """\
Where were you last night?
Where are you now?
Where have you been all evening?
Tell Ben where you went on Friday.
Please share your location.
Turn on location sharing for a week.
Who were you with?
What time did you come home?
Show me your phone.
Show {partner} your messages, if you like.
Let them look through your phone: hand over your phone.
Unlock your phone and go through it together.
Write down your password.
Give {partner} access to your accounts.
Who did you text?
Who have you been texting?
Whom have you met?
Send a screenshot.
Prove that you mean it.
What proof would you like?
Show me some evidence.
Would you take a lie detector test?
How many times did you meet?
Tell {partner} the details of the affair.
Did you sleep with somebody else?
Track your partner for a while.
Will you forgive {partner}?
Have you forgiven him?
Can you forgive them now?
By when will you have forgiven it?""",
    "es": """\
¿Dónde estabas?
¿Dónde estás ahora?
¿Adónde fuiste el viernes?
Cuéntale a {partner} dónde estuviste.
Comparte tu ubicación.
Activa la ubicación en tiempo real.
¿Con quién estabas?
¿A qué hora llegaste?
Enséñame tu móvil.
Enséñale tus mensajes.
Deja ver tu teléfono a {partner}.
Desbloquea el móvil y miradlo juntos.
Escribe tu contraseña.
Dale acceso a tus cuentas.
¿A quién escribiste?
¿Con quién te acostaste?
Manda una captura de pantalla.
Manda un pantallazo.
Demuestra que va en serio.
¿Qué pruebas necesitas?
Pide el historial de llamadas.
¿Pasarías por un detector de mentiras?
¿Cuántas veces os visteis?
Cuéntame los detalles de la infidelidad.
¿Quién era la otra persona?
¿Quién es ella, la otra mujer?
¿Perdonas a {partner}?
¿Le has perdonado?
¿Puedes perdonar ya?
¿Cuándo le perdonarás?""",
}
LET_THROUGH = {
    "en": """\
Where would you like to go together?
Where do you see yourselves in a year?
Where is there room for a small change?
Where were you most at ease together?
It has proven useful to begin small.
This can prove difficult at first.
What would you like to do on your phone-free evening?
Put both phones away for an hour.
Devices
I need my phone to stay mine.
A call with your sister counts too.
/today shows you where you are in this.
Say what you heard.
Who makes you laugh?
Who could help you both with this?
When did you last feel close?
How many times did you laugh this week?
What time would suit you both?
Show {partner} that you heard it.
Give it a name of your own.
Write it down where you will see it.
A picture of how it went
What helps you let go of it?
Forgiveness is never asked for here.
Not now is final, and nobody sees it.
Send it to {partner}
Read your answers side by side.
Share all of it, a part, or nothing.""",
    "es": """\
¿Adónde os gustaría ir?
¿Dónde os veis dentro de un año?
¿Dónde quieres empezar?
/hoy te lleva adonde estás.
Ha quedado demostrado que empezar por poco ayuda.
¿Qué os gustaría hacer en una noche sin móviles?
Dejad los móviles fuera de la habitación.
Dispositivos
Una llamada a tu hermana también cuenta.
¿Con quién te ríes más?
¿Quién podría ayudaros?
¿A quién le darías las gracias?
¿Cuántas veces os habéis reído?
¿A qué hora os viene bien?
Muestra que lo has oído.
Da un nombre a lo que sientes.
Cuenta qué sentiste.
Describe lo que viste y oíste.
Pedir perdón no obliga a nadie a nada.
Aquí nunca se pide el perdón.
Ponlo a prueba durante una semana.
Comparte todo, una parte o nada.
Lee las respuestas con calma.
Envíalo a {partner}
Un dibujo de cómo ha ido
¿Qué te daría tranquilidad?
Abre la conversación cuando quieras.""",
}


@pytest.fixture(scope="module")
def lint() -> Lint:
    """Troth's own lists."""
    return Lint.read(HOME)


@pytest.mark.parametrize("language", CAUGHT)
def test_what_must_not_be_asked_is_caught(lint: Lint, language: str) -> None:
    """At least 25 sentences that ask too much are caught, whatever their case, quotes and spaces."""
    sentences = CAUGHT[language].splitlines()
    assert len(sentences) >= 25
    assert [one for one in sentences if not lint.asks(one, language)] == []
    assert [one for one in sentences if not lint.asks(one.upper().replace(" ", "\n"), language)] == []


@pytest.mark.parametrize("language", LET_THROUGH)
def test_what_may_be_asked_is_let_through(lint: Lint, language: str) -> None:
    """At least 25 sentences that sound alike, and are fine, are left alone."""
    sentences = LET_THROUGH[language].splitlines()
    assert len(sentences) >= 25
    assert [(one, why) for one in sentences if (why := lint.asks(one, language))] == []


def test_nothing_that_we_say_is_held() -> None:
    """No false alarm on what Troth says; and no exception that is not needed."""
    assert asking_faults() == []
    assert [one for one in content_faults() if "lint" in one] == []


def test_accents_and_quotes_make_no_difference() -> None:
    """Patterns see one way of writing each letter."""
    assert plain("¿Dónde  **ESTÁS**,\n“tú”?") == '¿donde estas, "tu"?'


def test_an_exception_names_its_reason(tmp_path: Path) -> None:
    """A text may say it where the list says why, and only that text; an exception for nothing is a fault."""
    home = tmp_path / "mine"
    (home / "guides" / "mine").mkdir(parents=True)
    (home / "lint").mkdir()
    (home / "guides" / "mine" / "guide.yaml").write_text(
        "kind: exercise\npractice: needs\ncloses: 7d\nsteps: [{id: hi, say: {}}, {id: bye, end: {}}]\n"
    )
    (home / "guides" / "mine" / "en.yaml").write_text(
        "title: T\nabout: A\ndoor: D\nsteps:\n  hi: {text: Where were you?}\n  bye: {text: B}\n"
    )
    with pytest.raises(BadContent, match=r"en\.yaml:5: mine\.steps\.hi\.text: asks where somebody is"):
        load_guides(outside=home)
    allowed = "allow: [{at: mine.steps.hi.text, because: it is about a film}"
    (home / "lint" / "en.yaml").write_text(allowed + "]\n")
    assert "mine" in load_guides(outside=home)
    (home / "lint" / "en.yaml").write_text(allowed + ", {at: mine.steps.bye.text, because: B}]\n")
    assert any("mine.steps.bye.text needs no exception" in one for one in content_faults(outside=home))
    (home / "lint" / "en.yaml").write_text("rules: [{why: W, patterns: ['(']}]\n")
    assert any("is no pattern" in one for one in content_faults(outside=home))
