package io.leaven.app;

/** Something a person can put right. The message says what is wrong, where and why; no stack trace is shown. */
public class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
