using Cks.Auth;
using Cks.Core;

namespace Cks.AspNetCore.Tests;

/// <summary>Everybody is an active reader of tenant main; for <c>down</c> the database is broken, for <c>bug</c> the code is.</summary>
internal sealed class People : ISessionResolver
{
    public ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default) => token.Subject switch
    {
        "down" => throw new BrokenDatabaseException(),
        "bug" => throw new InvalidOperationException("hunter2"),
        _ => new(SessionResolution.From(token, new() { Tenant = TenantId.Parse("main"), Code = token.Subject, Roles = ["reader"], Status = "active" }, ["reader"])),
    };
}
