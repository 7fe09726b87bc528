package whoami.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import whoami.Lab;
import whoami.Program;

/** The pages as a person meets them, in real Chromium. */
class BrowserIT {
    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    private ChromeDriver chromium;

    @BeforeAll
    static void requireBrowser() {
        Chromium.require();
    }

    @BeforeEach
    void open() {
        chromium = Chromium.open();
    }

    @AfterEach
    void close() {
        if (chromium != null) {
            chromium.quit();
        }
    }

    @Test
    void somebody_signs_up_logs_in_sees_who_they_are_and_logs_out() {
        visit("/");
        chromium.findElement(By.cssSelector("main a[href='/signup']")).click();
        type("username", "Ann");
        type("password", Lab.PASSWORD);
        type("email", "ann@example.org");
        submit();
        arriveAt("/login?welcome=Ann");
        assertTrue(text("[role=status]").contains("Welcome, Ann!"));
        assertEquals("Ann", field("username").getDomProperty("value"));
        type("password", Lab.PASSWORD);
        submit();
        arriveAt("/me");
        assertEquals("Ann", text("h1"));
        chromium.findElement(By.cssSelector("main form[action='/logout'] button"))
                .click();
        arriveAt("/login?goodbye");
        assertTrue(text("[role=status]").contains("logged out"));
        assertEquals(List.of(), chromium.manage().logs().get(LogType.BROWSER).getAll(), "nothing to complain about");
    }

    @Test
    void a_failed_sign_up_says_why_beside_the_field_and_keeps_what_was_typed() {
        visit("/signup");
        type("username", "ann");
        type("password", "password123");
        submit();
        WebElement error = await("#password-error");
        assertEquals("ann", field("username").getDomProperty("value"));
        assertEquals("", field("password").getDomProperty("value"));
        assertTrue(error.getText().contains("very common"));
        assertTrue(field("password").getDomAttribute("aria-describedby").contains(error.getDomAttribute("id")));
        assertEquals("password", chromium.switchTo().activeElement().getDomAttribute("id"), "one can go on typing");
    }

    @Test
    void the_back_button_after_the_log_out_shows_nothing_private() {
        logIn();
        chromium.findElement(By.cssSelector("main form[action='/logout'] button"))
                .click();
        arriveAt("/login?goodbye");
        chromium.navigate().back();
        arriveAt("/login");
        assertFalse(chromium.getPageSource().contains("<h1>ann</h1>"));
    }

    @Test
    void the_whole_flow_works_with_the_keyboard_alone() {
        visit("/signup");
        keys("ann", Keys.TAB, Lab.PASSWORD, Keys.ENTER);
        arriveAt("/login?welcome=ann");
        keys(Lab.PASSWORD, Keys.ENTER);
        arriveAt("/me");
        keys(Keys.TAB);
        assertEquals("Skip to content", chromium.switchTo().activeElement().getText());
        while (!chromium.switchTo().activeElement().getText().equals("Log out")) {
            keys(Keys.TAB);
        }
        keys(Keys.ENTER);
        arriveAt("/login?goodbye");
    }

    @Test
    void the_whole_flow_works_without_javascript() {
        chromium.quit();
        chromium = Chromium.open("--blink-settings=scriptEnabled=false");
        visit("/signup");
        type("username", "ann");
        type("password", Lab.PASSWORD);
        submit();
        arriveAt("/login?welcome=ann");
        type("password", Lab.PASSWORD);
        submit();
        arriveAt("/me");
        submit();
        arriveAt("/login?goodbye");
    }

    @Test
    void a_log_out_in_one_tab_holds_in_the_other() {
        logIn();
        String first = chromium.getWindowHandle();
        chromium.switchTo().newWindow(org.openqa.selenium.WindowType.TAB);
        visit("/logout");
        arriveAt("/login?goodbye");
        chromium.switchTo().window(first);
        chromium.navigate().refresh();
        arriveAt("/login");
    }

    @Test
    void scripts_cannot_read_the_cookie() {
        logIn();
        assertEquals("", chromium.executeScript("return document.cookie"));
        Cookie cookie = chromium.manage().getCookieNamed("whoami");
        assertTrue(cookie.isHttpOnly());
        assertEquals("Lax", cookie.getSameSite());
    }

    @Test
    void every_page_is_accessible_and_fits_in_light_dark_and_on_a_small_screen() throws IOException {
        lab.signedUp("bob");
        for (String scheme : List.of("light", "dark")) {
            for (int width : new int[] {1100, 360}) {
                emulate(scheme, width);
                String suffix = "-" + scheme + "-" + width;
                for (String page : List.of("/", "/signup", "/login", "/login?welcome=bob", "/nothing")) {
                    visit(page);
                    check(page.replaceAll("\\W+", "-")
                                    .replaceFirst("^-$", "-home")
                                    .substring(1)
                            + suffix);
                }
                visit("/signup");
                type("username", "bob");
                type("password", "password123");
                submit();
                check("signup-failed" + suffix);
                visit("/login");
                type("username", "bob");
                type("password", Lab.PASSWORD);
                submit();
                arriveAt("/me");
                check("me" + suffix);
                visit("/logout");
            }
        }
    }

    @Test
    void the_longest_name_fits_on_a_small_screen() throws IOException {
        String longest = "W".repeat(64);
        lab.signedUp(longest);
        emulate("light", 360);
        visit("/login");
        type("username", longest);
        type("password", Lab.PASSWORD);
        submit();
        arriveAt("/me");
        check("me-longest-name");
    }

    @Test
    void the_pages_of_ones_own_account_are_accessible_and_end_a_second_browser() throws IOException {
        logIn();
        ChromeDriver phone = chromium;
        chromium = Chromium.open();
        try {
            visit("/login");
            type("username", "ann");
            type("password", Lab.PASSWORD);
            submit();
            arriveAt("/me");
            for (String scheme : List.of("light", "dark")) {
                emulate(scheme, scheme.equals("light") ? 1100 : 360);
                for (String page : List.of("/account", "/account/sessions", "/account/activity")) {
                    visit(page);
                    check(page.substring(1).replace('/', '-') + "-" + scheme);
                }
            }
            lab.clock.pass(Duration.ofMinutes(11));
            visit("/account/sessions");
            chromium.findElement(By.cssSelector(".rows form button")).click();
            arriveAt("/account/sessions/revoke");
            check("sudo");
            type("sudo_password", Lab.PASSWORD);
            submit();
            arriveAt("/account/sessions");
            assertTrue(text("main").contains("logged in nowhere else"));
            phone.navigate().refresh();
            assertTrue(phone.getCurrentUrl().endsWith("/login"), phone.getCurrentUrl());
        } finally {
            phone.quit();
        }
    }

    @Test
    void a_forgotten_password_is_set_anew_through_the_letter_that_the_mail_server_got() throws IOException {
        lab.confirmed("ann", "ann@example.org");
        visit("/login");
        chromium.findElement(By.linkText("Forgot your password?")).click();
        arriveAt("/forgot");
        check("forgot");
        type("username", "ann@example.org");
        submit();
        arriveAt("/forgot?sent");
        check("forgot-sent");
        visit(lab.link("ann@example.org"));
        check("reset");
        type("password", "short");
        submit();
        assertTrue(await("#password-error").getText().contains("at least 8"));
        check("reset-failed");
        type("password", "a wholly different sentence");
        submit();
        arriveAt("/login?reset");
        check("login-reset");
        type("username", "ann");
        type("password", "a wholly different sentence");
        submit();
        arriveAt("/me");
        visit(lab.letters("ann@example.org").get(1).path());
        check("deadlink");
    }

    @Test
    void an_account_is_deleted_and_brought_back() throws IOException {
        lab.confirmed("ann", "ann@example.org");
        visit("/login");
        type("username", "ann");
        type("password", Lab.PASSWORD);
        submit();
        arriveAt("/me");
        visit("/account");
        type("delete-username", "somebody else");
        type("delete-password", Lab.PASSWORD);
        press("Delete my account");
        assertTrue(await("#delete-username-error").getText().contains("type ann"));
        check("delete-failed");
        field("delete-username").clear();
        type("delete-username", "ann");
        type("delete-password", Lab.PASSWORD);
        press("Delete my account");
        arriveAt("/login?left");
        visit("/me");
        arriveAt("/login");
        visit(lab.link("ann@example.org"));
        check("restore");
        submit();
        arriveAt("/login?restored");
        type("username", "ann");
        type("password", Lab.PASSWORD);
        submit();
        arriveAt("/me");
    }

    @Test
    void an_address_is_given_and_confirmed_and_each_form_has_messages_of_its_own() throws IOException {
        logIn();
        visit("/account");
        type("name", "Ann of the Long Name That Goes On and On, Countess of Somewhere Rather Far Away, and So On");
        press("Save name");
        arriveAt("/account?done=profile#profile-form");
        emulate("dark", 360);
        check("account-done-profile");
        type("email", "ann@example.org");
        type("email-password", "wrong");
        press("Change address");
        arriveAt("/account/email");
        check("account-email-failed");
        assertEquals("email-password", chromium.switchTo().activeElement().getDomAttribute("id"));
        type("email-password", Lab.PASSWORD);
        press("Change address");
        arriveAt("/account?done=email#email-form");
        check("account-email-waits");
        visit(lab.link("ann@example.org"));
        check("confirm");
        submit();
        arriveAt("/account?done=confirmed#email-form");
        assertTrue(text("main").contains("ann@example.org confirmed"));
        visit("/confirm");
        check("unconfirmed");
        lab.clock.pass(Duration.ofMinutes(11));
        visit("/account/export");
        arriveAt("/account/prove?next=%2Faccount%2Fexport");
        check("prove");
    }

    @Test
    void whoever_writes_a_program_tries_it_out_on_the_page_of_the_contract() throws IOException {
        String token = lab.programOf("ann").accessToken();
        visit("/docs");
        click(".btn.authorize");
        await("input[aria-label='auth-bearer-value']").sendKeys(token);
        click(".modal-ux button.btn.authorize");
        click(".modal-ux button.btn-done");
        click("#operations-Users-whoAmI .opblock-summary-control");
        click("#operations-Users-whoAmI .execute");
        assertTrue(await("#operations-Users-whoAmI .live-responses-table .response-col_description pre")
                .getText()
                .contains("\"username\": \"ann\""));
        Chromium.screenshot(chromium, "docs");
        assertEquals(List.of(), chromium.manage().logs().get(LogType.BROWSER).getAll(), "nothing to complain about");
    }

    @Test
    void a_key_is_made_and_shown_once() throws IOException {
        logIn();
        visit("/account/keys");
        type("name", "backup of everything that there is");
        press("Make key");
        assertTrue(await("code").getText().startsWith("whoami_"));
        emulate("dark", 360);
        check("keys-dark-360");
        emulate("light", 1100);
        check("keys-light-1100");
        visit("/account/keys");
        assertTrue(chromium.findElements(By.tagName("code")).isEmpty());
        press("Revoke");
        new WebDriverWait(chromium, Duration.ofSeconds(20))
                .until(ExpectedConditions.invisibilityOfElementLocated(By.cssSelector(".rows li")));
    }

    @Test
    void somebody_writes_likes_thinks_better_of_it_and_pages_back() throws IOException {
        Program bob = lab.programOf("bob");
        for (int i = 1; i <= 24; i++) {
            bob.write("Post " + i);
        }
        logIn();
        visit("/posts");
        type("text", "Good morning!");
        field("text").sendKeys(Keys.ENTER, "مرحبا and " + "longword".repeat(30) + " <b>👩‍👩‍👧</b>");
        press("Post");
        await("details");
        assertTrue(text(".post .text").startsWith("Good morning!\nمرحبا"));
        vote("Like");
        assertEquals("true", await(".post button.vote[aria-pressed=true]").getDomAttribute("aria-pressed"));
        assertEquals("Like 1", text("button[aria-pressed=true]"));
        vote("Dislike");
        new WebDriverWait(chromium, Duration.ofSeconds(20))
                .until(ExpectedConditions.textToBe(By.cssSelector("button[aria-pressed=true]"), "Dislike 1"));
        for (String scheme : List.of("light", "dark")) {
            for (int width : new int[] {1100, 360}) {
                emulate(scheme, width);
                check("posts-" + scheme + "-" + width);
            }
        }
        chromium.findElement(By.linkText("Older posts")).click();
        assertEquals("Newest posts", await("main p > a").getText());
        assertEquals("Post 1", lastPost());
        chromium.findElement(By.linkText("bob")).click();
        arriveAt("/posts?author=bob");
        check("posts-of-one");
        visit("/posts");
        chromium.findElement(By.tagName("summary")).click();
        check("posts-delete");
        press("Delete for good");
        new WebDriverWait(chromium, Duration.ofSeconds(20))
                .until(ExpectedConditions.invisibilityOfElementLocated(By.tagName("details")));
        assertEquals("Post 24", text(".post .text"));
        assertEquals(List.of(), chromium.manage().logs().get(LogType.BROWSER).getAll(), "nothing to complain about");
    }

    private void vote(String button) {
        chromium.findElement(By.xpath("//button[starts-with(normalize-space(), '" + button + "')]"))
                .click();
    }

    private String lastPost() {
        List<WebElement> texts = chromium.findElements(By.cssSelector(".post .text"));
        return texts.get(texts.size() - 1).getText();
    }

    private void click(String selector) {
        new WebDriverWait(chromium, Duration.ofSeconds(20))
                .until(ExpectedConditions.elementToBeClickable(By.cssSelector(selector)))
                .click();
    }

    private WebElement await(String selector) {
        return new WebDriverWait(chromium, Duration.ofSeconds(20))
                .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(selector)));
    }

    private void press(String button) {
        chromium.findElement(By.xpath("//button[normalize-space()='" + button + "']"))
                .click();
    }

    private void emulate(String scheme, int width) {
        chromium.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        chromium.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
    }

    private void check(String name) throws IOException {
        Chromium.screenshot(chromium, name);
        Results results = new AxeBuilder().analyze(chromium);
        assertEquals(List.of(), results.getViolations(), name);
        Object overflow = chromium.executeScript(
                "return document.documentElement.scrollWidth > document.documentElement.clientWidth");
        assertEquals(false, overflow, name + " is wider than the screen");
    }

    private void logIn() {
        lab.signedUp("ann");
        visit("/login");
        type("username", "ann");
        type("password", Lab.PASSWORD);
        submit();
        arriveAt("/me");
    }

    private void visit(String path) {
        chromium.get("http://localhost:" + lab.port() + path);
    }

    private void type(String name, String text) {
        field(name).sendKeys(text);
    }

    private WebElement field(String name) {
        return chromium.findElement(By.id(name));
    }

    private void submit() {
        chromium.findElement(By.cssSelector("main form button")).click();
    }

    private void keys(CharSequence... keys) {
        new Actions(chromium).sendKeys(keys).perform();
    }

    private String text(String selector) {
        return chromium.findElement(By.cssSelector(selector)).getText();
    }

    private void arriveAt(String path) {
        new WebDriverWait(chromium, Duration.ofSeconds(5))
                .until(ExpectedConditions.urlToBe("http://localhost:" + lab.port() + path));
    }
}
