using Grpc.Core;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>A gRPC service without a .proto file: bytes in, a stream of bytes out.</summary>
[BindServiceMethod(typeof(TickerService), nameof(Bind))]
public class TickerService
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(b => b, b => b);

    /// <summary>Sends one message and then nothing more.</summary>
    public static readonly Method<byte[], byte[]> Silent = new(MethodType.ServerStreaming, "ticker", nameof(SilentAsync), Bytes, Bytes);

    /// <summary>Answers each message for as long as the session stands.</summary>
    public static readonly Method<byte[], byte[]> Judged = new(MethodType.DuplexStreaming, "ticker", nameof(JudgedAsync), Bytes, Bytes);

    public static void Bind(ServiceBinderBase binder, TickerService? service)
    {
        binder.AddMethod(Silent, service is null ? null : service.SilentAsync);
        binder.AddMethod(Judged, service is null ? null : service.JudgedAsync);
    }

    public virtual async Task SilentAsync(byte[] request, IServerStreamWriter<byte[]> answers, ServerCallContext context)
    {
        await answers.WriteAsync(request);
        await Task.Delay(Timeout.Infinite, CancellationToken.None).WaitAsync(context.CancellationToken);
    }

    public virtual async Task JudgedAsync(IAsyncStreamReader<byte[]> requests, IServerStreamWriter<byte[]> answers, ServerCallContext context)
    {
        await foreach (var request in requests.ReadAllAsync(context.CancellationToken).WhileSignedInAsync(context.GetHttpContext()))
            await answers.WriteAsync(request);
    }
}
