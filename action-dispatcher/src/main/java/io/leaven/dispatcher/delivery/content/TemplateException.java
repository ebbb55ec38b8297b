package io.leaven.dispatcher.delivery.content;

/** A template that cannot be read, or lacks a variable; the message names file and line. */
public final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
