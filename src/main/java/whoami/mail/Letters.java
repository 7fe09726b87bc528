package whoami.mail;

import gg.jte.models.runtime.JteModel;
import gg.jte.output.StringOutput;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import whoami.mail.templates.StaticTemplates;
import whoami.web.templates.Templates;

/** Writes the letters. What stands in one is a template of plain text; its HTML part is made of the same words. */
public record Letters(URI baseUrl) {
    private static final whoami.mail.templates.Templates TEXTS = new StaticTemplates();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);
    private static final Templates PAGES = new whoami.web.templates.StaticTemplates();

    /** Without the username: a stranger may have chosen one that says something to the owner of this address. */
    public Mail confirm(String to, String token) {
        String link = link("/confirm/" + token);
        return mail(to, null, "Please confirm your e-mail address", TEXTS.confirm(to, link), link, "Confirm");
    }

    /** To somebody whose address was typed in for another account. */
    public Mail taken(String to, String username) {
        String link = link("/forgot");
        JteModel text = TEXTS.taken(username, to, link);
        return mail(to, username, "You have an account already", text, link, "Set a new password");
    }

    public Mail reset(String to, String username, String token) {
        String link = link("/reset/" + token);
        return mail(to, username, "A new password for your account", TEXTS.reset(link), link, "Set a new password");
    }

    public Mail passwordChanged(String to, String username) {
        String link = link("/forgot");
        return mail(to, username, "Your password was changed", TEXTS.password(link), link, "It was not me");
    }

    public Mail usernameChanged(String to, String username) {
        String link = link("/forgot");
        return mail(to, username, "Your username was changed", TEXTS.username(username, link), link, "It was not me");
    }

    public Mail keyMade(String to, String username) {
        String link = link("/forgot");
        return mail(to, username, "An API key was made", TEXTS.key(link), link, "It was not me");
    }

    /** @param at when it was */
    public Mail unusualLogIn(String to, String username, Instant at) {
        String link = link("/forgot");
        JteModel text = TEXTS.login(TIME.format(at.atOffset(ZoneOffset.UTC)), link);
        return mail(to, username, "Somebody logged in to your account", text, link, "It was not me");
    }

    /** To the old address, with a link that takes the account back. */
    public Mail emailChange(String to, String username, String wanted, String token) {
        String link = link("/reset/" + token);
        JteModel text = TEXTS.address(wanted, link);
        return mail(to, username, "Your e-mail address is being changed", text, link, "It was not me");
    }

    public Mail deleted(String to, String username, long days, String token) {
        String link = link("/restore/" + token);
        return mail(to, username, "Your account was deleted", TEXTS.deleted(days, link), link, "Restore my account");
    }

    private String link(String path) {
        return baseUrl + path;
    }

    private Mail mail(String to, String username, String subject, JteModel body, String link, String label) {
        String text =
                render(TEXTS.frame(username, baseUrl.toString(), render(body).strip()));
        String html = render(PAGES.letter(subject, List.of(text.strip().split("\n\n")), link, label));
        return new Mail(to, subject, text, html);
    }

    private static String render(JteModel template) {
        var output = new StringOutput();
        template.render(output);
        return output.toString();
    }
}
