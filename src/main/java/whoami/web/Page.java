package whoami.web;

import whoami.account.User;

/**
 * What the layout around every page needs.
 *
 * @param user who is logged in, or null
 * @param signupOpen whether to offer sign-up
 */
public record Page(User user, Assets assets, boolean signupOpen) {
    boolean isStrangers() {
        return user == null;
    }
}
