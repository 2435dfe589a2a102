using Grpc.Core;

namespace Cks.Rbac.AspNetCore.Tests.Surfaces;

/// <summary>A gRPC service without a rule.</summary>
[BindServiceMethod(typeof(BareService), nameof(Bind))]
public class BareService
{
    public static void Bind(ServiceBinderBase binder, BareService? service) => binder.AddMethod(NotesService.MethodOf(nameof(Caps)), service is null ? null : service.Caps);

    public virtual Task<byte[]> Caps(byte[] request, ServerCallContext context) => Task.FromResult("in"u8.ToArray());
}
