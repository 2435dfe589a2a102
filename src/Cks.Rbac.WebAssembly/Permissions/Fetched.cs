using System.Net.Http.Headers;

namespace Cks.Rbac.WebAssembly;

/// <summary>What a question to the server came to, and until when it counts.</summary>
internal sealed record Fetched(PermissionDocument Document, EntityTagHeaderValue? Tag, DateTimeOffset Until);
