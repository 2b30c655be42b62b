package dev.routeface.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.routeface.models.io.Fields;
import dev.routeface.server.problem.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A multipart form as the JSON object that would say the same. A part with a file name is bytes;
 * any other is JSON if it parses as a number, a flag, a list or an object, and else a text. A name
 * that comes again makes a list, dots make objects.
 */
final class Form {
  private static final int MOST_PARTS = 256;

  private Form() {}

  /**
   * Reads a form.
   *
   * @throws Problem INVALID_REQUEST if it is none, or has too many parts
   */
  static JsonNode tree(String contentType, byte[] form) {
    HttpPostMultipartRequestDecoder decoder = decoder(contentType, form);
    try {
      return tree(decoder.getBodyHttpDatas());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      decoder.destroy();
    }
  }

  private static HttpPostMultipartRequestDecoder decoder(String contentType, byte[] form) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            "/",
            Unpooled.wrappedBuffer(form),
            new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_TYPE, contentType),
            new DefaultHttpHeaders());
    try {
      return new HttpPostMultipartRequestDecoder(new DefaultHttpDataFactory(false), request);
    } catch (RuntimeException e) {
      // A form that is cut breaks the decoder in more ways than it declares: indices, nulls.
      throw Problem.invalid("request: expected a multipart form, found one that does not parse");
    }
  }

  private static ObjectNode tree(List<InterfaceHttpData> parts) throws IOException {
    if (parts.size() > MOST_PARTS) {
      throw Problem.invalid(
          "request: expected at most %d parts, found %d".formatted(MOST_PARTS, parts.size()));
    }
    ObjectNode tree = Fields.object();
    for (InterfaceHttpData part : parts) {
      put(tree, part.getName(), value(part));
    }
    return tree;
  }

  private static JsonNode value(InterfaceHttpData part) throws IOException {
    if (part instanceof FileUpload file) {
      return BinaryNode.valueOf(file.get());
    }
    String text = ((Attribute) part).getValue();
    try {
      JsonNode json = Fields.MAPPER.readTree(text);
      return json.isMissingNode() || json.isNull() ? TextNode.valueOf(text) : json;
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }

  private static void put(ObjectNode tree, String name, JsonNode value) {
    int dot = name.indexOf('.');
    if (dot >= 0) {
      put(nested(tree, name, name.substring(0, dot)), name.substring(dot + 1), value);
    } else if (!tree.has(name)) {
      tree.set(name, value);
    } else if (tree.get(name) instanceof ArrayNode list) {
      list.add(value);
    } else {
      tree.set(name, Fields.MAPPER.createArrayNode().add(tree.get(name)).add(value));
    }
  }

  private static ObjectNode nested(ObjectNode tree, String name, String key) {
    if (!tree.has(key)) {
      return tree.putObject(key);
    }
    if (tree.get(key) instanceof ObjectNode object) {
      return object;
    }
    throw Problem.invalid(
        "request at $.%s: expected an object, found another part".formatted(name));
  }
}
