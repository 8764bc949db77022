package angklung.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.regex.Pattern;

/**
 * A stage that starts for the first time asks for its internal topics before it makes them, and until every broker
 * knows them; Kafka's client warns each time. Of any other topic that is missing it still does.
 */
public final class NewTopicNoiseFilter extends Filter<ILoggingEvent> {
    private static final String CLIENT = "org.apache.kafka.clients.NetworkClient";

    private static final Pattern INTERNAL_ONLY = Pattern.compile(
            "The metadata response from the cluster reported a recoverable issue.*\\{"
                    + "(\\S+(-repartition|-subscription-registration-topic|-subscription-response-topic)"
                    + "=(UNKNOWN_TOPIC_OR_PARTITION|LEADER_NOT_AVAILABLE)(, )?)+}");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean noise = event.getLevel() == Level.WARN && event.getLoggerName().equals(CLIENT)
                && INTERNAL_ONLY.matcher(event.getFormattedMessage()).find();
        return noise ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
