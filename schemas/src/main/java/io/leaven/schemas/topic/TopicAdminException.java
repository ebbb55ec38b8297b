package io.leaven.schemas.topic;

/** Topics could not be created, listed or deleted. The message says which and why, and what would put it right. */
public class TopicAdminException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TopicAdminException(String message) {
        super(message);
    }

    public TopicAdminException(String message, Throwable cause) {
        super(message, cause);
    }
}
