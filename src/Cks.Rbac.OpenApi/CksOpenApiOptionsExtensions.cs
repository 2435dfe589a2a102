using Cks.Rbac.OpenApi;
using Microsoft.AspNetCore.OpenApi;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Describes in an OpenAPI document what endpoints ask for.</summary>
public static class CksOpenApiOptionsExtensions
{
    /// <summary>
    /// Adds the schemes that an application signs in with (bearer tokens and cookies), for each guarded operation which of them it takes, its capabilities and roles as <c>x-required-capabilities</c>,
    /// <c>x-required-any-capability</c> and <c>x-required-roles</c>, and 401 and 403 as problem+json. What it says comes from the rules that are enforced. The document tells what an application can do, so guard
    /// it: <c>app.MapOpenApi().RequireAuthorization()</c>.
    /// </summary>
    public static OpenApiOptions AddCksSecurity(this OpenApiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.AddOperationTransformer<GuardTransformer>().AddDocumentTransformer<SchemeTransformer>();
    }
}
