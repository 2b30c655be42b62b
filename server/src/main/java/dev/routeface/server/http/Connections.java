package dev.routeface.server.http;

import dev.routeface.server.config.ServiceConfig;
import dev.routeface.server.problem.Code;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the connections that are open, idle ones included. One too many is answered and closed
 * before anything of it is parsed; over TLS, where even that would need a handshake, it is closed
 * at once.
 */
@Singleton
public final class Connections implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private static final int SECONDS_TO_LEAVE = 5;

  private static final String HEAD =
      """
      HTTP/1.1 %d Service Unavailable\r
      Retry-After: 1\r
      X-Request-Id: %s\r
      Connection: close\r
      Content-Type: application/json\r
      Content-Length: %d\r
      \r
      """;

  private static final String BODY =
      """
      {"error":{"code":"%s","message":"the service has no more room for connections",\
      "details":{}},"request_id":"%s"}
      """;

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private final int most;
  private final boolean plain;

  Connections(ServiceConfig config) {
    this.most = config.limits().connections();
    this.plain = config.door().tls().isEmpty();
  }

  /** Connections that are open now, those that are being turned away included. */
  public int open() {
    return open.get();
  }

  /** Connections that were turned away since the start. */
  public long refused() {
    return refused.get();
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Listening());
    return event.getBean();
  }

  private final class Listening implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return role == ChannelRole.CONNECTION ? new Counted(channel) : this;
    }
  }

  private final class Counted implements NettyServerCustomizer {
    private final Channel channel;

    Counted(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void onInitialPipelineBuilt() {
      int now = open.incrementAndGet();
      channel.closeFuture().addListener(closed -> open.decrementAndGet());
      if (now > most) {
        refuse(channel);
      }
    }
  }

  private void refuse(Channel channel) {
    refused.incrementAndGet();
    if (plain) {
      channel.pipeline().addFirst(new Refusal());
    }
    var unused =
        channel
            .eventLoop()
            .schedule(() -> close(channel), plain ? SECONDS_TO_LEAVE : 0, TimeUnit.SECONDS);
  }

  /**
   * Answers the first bytes and reads on without looking: a connection that is closed on a client
   * that still writes loses the answer.
   */
  private static final class Refusal extends ChannelInboundHandlerAdapter {
    private boolean answered;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
      if (!answered) {
        answered = true;
        DuplexChannel channel = (DuplexChannel) context.channel();
        var unused =
            context
                .writeAndFlush(Unpooled.wrappedBuffer(answer()))
                .addListener(written -> shutOutput(channel));
      }
    }
  }

  private static void close(Channel channel) {
    var unused = channel.close();
  }

  private static void shutOutput(DuplexChannel channel) {
    var unused = channel.shutdownOutput();
  }

  private static byte[] answer() {
    String id = UUID.randomUUID().toString();
    String body = BODY.formatted(Code.OVERLOADED.text(), id);
    return HEAD.formatted(Code.OVERLOADED.status(), id, body.length())
        .concat(body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
