package whoami.web;

import whoami.account.User;

/**
 * What the layout around every page needs.
 *
 * @param user who is logged in, or null
 * @param signupOpen whether to offer sign-up
 * @param passwordMin how many characters to ask for
 */
public record Page(User user, Assets assets, boolean signupOpen, int passwordMin) {
    boolean isStrangers() {
        return user == null;
    }
}
