package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser.Answer;
import whoami.Lab;

class AssetsTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void a_page_leads_to_its_style_and_icon_which_a_browser_may_keep_for_good() {
        List<String> paths = new ArrayList<>();
        var head = lab.loggedIn("ann").get("/me").page().head();
        paths.addAll(head.select("link").eachAttr("href"));
        paths.addAll(head.select("script").eachAttr("src"));
        assertEquals(3, paths.size());
        for (String path : paths) {
            assertTrue(path.matches("/assets/[a-z]+-[0-9a-f]{16}\\.(css|svg|js)"), path);
            Answer asset = lab.browser().get(path).expect(200);
            assertEquals("public, max-age=31536000, immutable", asset.header("Cache-Control"));
            String type = Map.of("css", "text/css", "svg", "image/svg+xml", "js", "text/javascript")
                    .get(path.substring(path.lastIndexOf('.') + 1));
            assertTrue(asset.header("Content-Type").startsWith(type), asset.header("Content-Type"));
            assertTrue(asset.body().length() > 100);
        }
    }

    @Test
    void there_is_no_other_file() {
        for (String file : new String[] {"whoami.css", "x", "..%2fwhoami.db", "%2e%2e"}) {
            int status = lab.browser().get("/assets/" + file).status();
            assertTrue(status == 404 || status == 400, file + " " + status);
        }
    }
}
