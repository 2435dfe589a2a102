using Grpc.Core;

namespace Cks.Rbac.AspNetCore.Tests.Surfaces;

/// <summary>A gRPC service without a .proto file whose methods have each of the rules.</summary>
[BindServiceMethod(typeof(NotesService), nameof(Bind))]
public class NotesService
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(b => b, b => b);

    public static Method<byte[], byte[]> MethodOf(string name) => new(MethodType.Unary, "notes", name, Bytes, Bytes);

    public static void Bind(ServiceBinderBase binder, NotesService? service)
    {
        binder.AddMethod(MethodOf(nameof(Caps)), service is null ? null : service.Caps);
        binder.AddMethod(MethodOf(nameof(Any)), service is null ? null : service.Any);
        binder.AddMethod(MethodOf(nameof(Roles)), service is null ? null : service.Roles);
    }

    [RequireCaps("notes:create")]
    public virtual Task<byte[]> Caps(byte[] request, ServerCallContext context) => Task.FromResult("in"u8.ToArray());

    [RequireAnyCap("notes:purge", "notes:create")]
    public virtual Task<byte[]> Any(byte[] request, ServerCallContext context) => Task.FromResult("in"u8.ToArray());

    [RequireRoles("writer", "trainee")]
    public virtual Task<byte[]> Roles(byte[] request, ServerCallContext context) => Task.FromResult("in"u8.ToArray());
}
