package feed

import (
	"strings"

	"nutgraf/internal/text"
)

// Messages about a subscription or an account, in the languages that most of them are in.
var (
	confirmSubject = text.Lazy(`(?i)(confirm|verify|activate|validate) (your|you|the|my) .{0,30}(subscription|e-?mail|address|account|registration|sign-?up)|please confirm|confirm(ation)? (of )?(your )?(subscription|registration)|(bestätig|bestaetig)\w* .{0,40}(anmeldung|abonnement|e-?mail|newsletter|adresse)|anmeldung bestätigen|confirme[zr]? .{0,30}(inscription|abonnement|adresse|e-?mail|suscripci[oó]n|correo|cuenta)|conferma .{0,30}(iscrizione|e-?mail|indirizzo)|confirme (sua|a sua) .{0,30}(inscri|assinatura|e-?mail)|bevestig .{0,30}(inschrijving|aanmelding|e-?mail)|potwierd[zź] .{0,30}(subskrypcj|zapis|adres)|подтверд\w* .{0,30}(подписк|адрес|регистрац|почт)|确认.{0,10}订阅|購読.{0,10}確認`)
	secretSubject  = text.Lazy(`(?i)(reset|forgot|change)\w* (of )?(your |the )?password|password reset|(security|verification|login|log-in|sign-?in|one-time|access) (code|link)|your (receipt|invoice|order|payment)\b|new (sign-?in|login|device) (to|on|from|at)\b|(passwort|kennwort).{0,20}(zurücksetzen|vergessen)|mot de passe|contraseña|sicherheitscode|код подтверждения`)
	bounceSubject  = text.Lazy(`(?i)^(undeliver(ed|able)|returned mail|mail delivery (failed|failure|system)|delivery (status notification|failure|has failed)|failure notice|unzustellbar|non remis)`)
	autoSubject    = text.Lazy(`(?i)^(out of (the )?office|automatic reply|auto(matic)?[- ]?(reply|response)|abwesenheit|automatische antwort|réponse automatique|respuesta automática|risposta automatica|vacation)\b`)
	robotSender    = text.Lazy(`(?i)^(mailer-daemon|postmaster|bounces?)@`)
)

// noNews says why a message is none that is published for many; "" when it may be.
func noNews(p *part) string {
	h := p.header
	about, from := h.get("subject"), firstAddress(h["from"]).Address
	auto := lower(h.get("auto-submitted"))
	isList := len(h["list-id"])+len(h["list-unsubscribe"])+len(h["list-post"]) > 0
	switch {
	case p.kind == "multipart/report" || robotSender.MatchString(from) || bounceSubject.MatchString(about) || len(h["x-failed-recipients"]) > 0:
		return "a mail server's report"
	case strings.HasPrefix(auto, "auto-replied"), lower(h.get("precedence")) == "auto_reply", len(h["x-autoreply"])+len(h["x-autorespond"]) > 0, autoSubject.MatchString(about):
		return "an automatic answer"
	case invites(p):
		return "an invitation to a meeting"
	case confirmSubject.MatchString(about):
		return "it asks to confirm a subscription"
	case secretSubject.MatchString(about) && !isList:
		return "it is about somebody's account"
	case p.kind == "multipart/encrypted" || p.kind == "application/pkcs7-mime":
		return "it is encrypted"
	case !isList && len(h["in-reply-to"]) > 0 && lower(h.get("precedence")) == "":
		return "an answer in a conversation"
	}
	return ""
}

// invites reports whether a message brings a calendar's invitation or answer.
func invites(p *part) bool {
	if p.kind == "text/calendar" {
		method := strings.ToUpper(p.params["method"])
		return method == "REQUEST" || method == "REPLY" || method == "CANCEL" || method == "COUNTER" || method == "REFRESH"
	}
	for _, c := range p.parts {
		if !strings.HasPrefix(p.kind, "message/") && invites(c) {
			return true
		}
	}
	return false
}
