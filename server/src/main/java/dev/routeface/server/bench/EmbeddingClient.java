package dev.routeface.server.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks for embeddings over connections that stay open, one request at a time on each. One thread
 * does all of it: what clients take of the cores that they share with a service, the service has
 * not, and a client that falls behind with reading answers would count them against it.
 */
final class EmbeddingClient implements AutoCloseable {
  /** In place of a status, where no answer came, or one without the embedding. */
  static final int NOTHING = 0;

  private static final ByteBuf EMBEDDING =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer("\"embedding\":\"", StandardCharsets.US_ASCII));

  private static final int PATIENCE_SECONDS = 30;
  private static final int LARGEST_ANSWER = 1 << 20;

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop thread = group.next();
  private final Bootstrap connecting;
  private final Deque<Connection> idle = new ArrayDeque<>(); // that thread's own
  private final FaceRequests faces;
  private final String authorization;

  EmbeddingClient(URI address, String key, FaceRequests faces) {
    this.faces = faces;
    this.authorization = "Bearer " + key;
    this.connecting =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .remoteAddress(address.getHost(), address.getPort())
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpClientCodec(), new HttpObjectAggregator(LARGEST_ANSWER))
                        .addLast(new Connection(channel));
                  }
                });
  }

  /**
   * Asks for one embedding.
   *
   * @param number of the face, from 0; they come again
   * @return the status, or {@link #NOTHING} after half a minute; never exceptional
   */
  CompletableFuture<Integer> ask(long number) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    thread.execute(() -> send(faces.get(number), status));
    return status.completeOnTimeout(NOTHING, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void send(byte[] body, CompletableFuture<Integer> status) {
    Connection open = idle.pollLast();
    while (open != null && !open.channel.isActive()) {
      open = idle.pollLast();
    }
    if (open != null) {
      open.ask(body, status);
      return;
    }
    var unused =
        connecting
            .connect()
            .addListener(
                (ChannelFuture made) -> {
                  if (made.isSuccess()) {
                    made.channel().pipeline().get(Connection.class).ask(body, status);
                  } else {
                    status.complete(NOTHING);
                  }
                });
  }

  /** Ends all connections. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Connection extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final Channel channel;
    private CompletableFuture<Integer> awaited = new CompletableFuture<>();

    Connection(Channel channel) {
      this.channel = channel;
    }

    void ask(byte[] body, CompletableFuture<Integer> status) {
      awaited = status;
      FullHttpRequest request =
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1,
              HttpMethod.POST,
              "/v1/embeddings",
              Unpooled.wrappedBuffer(body));
      request
          .headers()
          .set(HttpHeaderNames.HOST, "localhost")
          .set(HttpHeaderNames.AUTHORIZATION, authorization)
          .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
          .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
      var unused = channel.writeAndFlush(request).addListener(this::written);
    }

    private void written(Future<? super Void> write) {
      if (!write.isSuccess()) {
        awaited.complete(NOTHING);
      }
    }

    /** A picture that failed among others is told in an answer of 200: it is no embedding. */
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
      int status = answer.status().code();
      boolean empty = status == 200 && ByteBufUtil.indexOf(EMBEDDING, answer.content()) < 0;
      if (HttpUtil.isKeepAlive(answer)) {
        idle.addLast(this);
      } else {
        var unused = context.close();
      }
      awaited.complete(empty ? NOTHING : status);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      awaited.complete(NOTHING);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      var unused = context.close();
    }
  }
}
