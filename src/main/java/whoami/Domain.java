package whoami;

import java.security.SecureRandom;
import java.time.InstantSource;
import whoami.account.Accounts;
import whoami.account.ApiKeys;
import whoami.account.Correspondence;
import whoami.account.Emails;
import whoami.account.Events;
import whoami.account.Grants;
import whoami.account.Leaving;
import whoami.account.MailTokens;
import whoami.account.NewPassword;
import whoami.account.PasswordPolicy;
import whoami.account.PasswordReset;
import whoami.account.Passwords;
import whoami.account.Profile;
import whoami.account.Revocation;
import whoami.account.Sessions;
import whoami.account.SigningKeys;
import whoami.account.Throttle;
import whoami.account.Tokens;
import whoami.account.UnusualLogIns;
import whoami.account.Users;
import whoami.mail.Delivery;
import whoami.mail.Letters;
import whoami.mail.Mailer;
import whoami.mail.Outbox;
import whoami.ops.Janitor;
import whoami.post.Posts;

/** What lies behind the doors, built from the settings: it knows nothing of HTTP. */
record Domain(
        Settings settings,
        Passwords passwords,
        Accounts accounts,
        Emails emails,
        Profile profile,
        PasswordReset passwordReset,
        Leaving leaving,
        Sessions sessions,
        Grants grants,
        ApiKeys apiKeys,
        Users users,
        Posts posts,
        SigningKeys signingKeys,
        Events events,
        Ids ids,
        Outbox outbox,
        Delivery delivery,
        Janitor janitor) {

    static Domain of(Settings settings, Database database, InstantSource clock) {
        var random = new SecureRandom();
        var ids = new Ids(clock, random);
        var tokens = new Tokens(random);
        int cores = Runtime.getRuntime().availableProcessors();
        var passwords = new Passwords(settings.hash(), settings.bcryptCost(), cores, random);
        var throttle = new Throttle(database, clock, settings.throttle());
        var events = new Events(database, ids);
        var outbox = new Outbox(database, ids);
        var unusual = new UnusualLogIns(events, outbox);
        var sessions =
                new Sessions(database, events, unusual, tokens, clock, settings.sessionIdle(), settings.sessionMax());

        var mailTokens = new MailTokens(database, tokens, clock);
        var correspondence = new Correspondence(database, mailTokens, outbox, new Letters(settings.baseUrl()), clock);
        var mailer = new Mailer(settings.smtp(), settings.mailFrom(), clock);

        var revocation = new Revocation();
        var policy = new PasswordPolicy(settings.passwordMin(), settings.siteWords());
        var newPassword = new NewPassword(passwords, policy, revocation, events, outbox);
        var grants = new Grants(database, revocation, events, unusual, tokens, clock, ids);
        var apiKeys = new ApiKeys(database, events, outbox, tokens, clock, ids);
        var signingKeys = new SigningKeys(database, ids);
        var accounts = new Accounts(database, events, outbox, passwords, policy, throttle, settings, clock, ids);
        var emails = new Emails(database, accounts, mailTokens, revocation, events, outbox, throttle, clock);
        var posts = new Posts(database, settings.postsPerMinute(), settings.votesPerMinute(), ids);
        var leaving = new Leaving(
                database,
                accounts,
                sessions,
                grants,
                apiKeys,
                mailTokens,
                revocation,
                newPassword,
                events,
                outbox,
                posts::erase,
                clock);
        return new Domain(
                settings,
                passwords,
                accounts,
                emails,
                new Profile(database, accounts, emails, newPassword, events, outbox, clock),
                new PasswordReset(database, throttle, mailTokens, newPassword, outbox, clock),
                leaving,
                sessions,
                grants,
                apiKeys,
                new Users(database, revocation, events, clock),
                posts,
                signingKeys,
                events,
                ids,
                outbox,
                new Delivery(outbox, correspondence::write, mailer),
                new Janitor(
                        leaving::eraseOld,
                        sessions::deleteExpired,
                        grants::deleteExpired,
                        mailTokens::deleteExpired,
                        signingKeys::deleteOld,
                        throttle::deleteOld,
                        events::deleteOld,
                        outbox::deleteOld));
    }
}
