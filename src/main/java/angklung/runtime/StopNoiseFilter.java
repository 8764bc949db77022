package angklung.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** While the embedded broker stops, it warns of a channel to itself that both sides close; errors still show. */
public final class StopNoiseFilter extends Filter<ILoggingEvent> {

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean stopping = EmbeddedKafka.STOPPING_VALUE.equals(event.getMDCPropertyMap().get(EmbeddedKafka.STOPPING_KEY));
        return stopping && !event.getLevel().isGreaterOrEqual(Level.ERROR) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
