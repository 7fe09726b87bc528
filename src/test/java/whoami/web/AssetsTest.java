package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser.Answer;
import whoami.Lab;

class AssetsTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void a_page_leads_to_its_style_and_icon_which_a_browser_may_keep_for_good() {
        var page = lab.browser().get("/").page();
        for (var link : page.select("head link")) {
            String path = link.attr("href");
            assertTrue(path.matches("/assets/[a-z]+-[0-9a-f]{16}\\.(css|svg)"), path);
            Answer asset = lab.browser().get(path).expect(200);
            assertEquals("public, max-age=31536000, immutable", asset.header("Cache-Control"));
            assertTrue(asset.header("Content-Type").startsWith(path.endsWith("css") ? "text/css" : "image/svg+xml"));
            assertTrue(asset.body().length() > 100);
        }
        assertEquals(2, page.select("head link").size());
    }

    @Test
    void there_is_no_other_file() {
        for (String file : new String[] {"whoami.css", "x", "..%2fwhoami.db", "%2e%2e"}) {
            int status = lab.browser().get("/assets/" + file).status();
            assertTrue(status == 404 || status == 400, file + " " + status);
        }
    }
}
