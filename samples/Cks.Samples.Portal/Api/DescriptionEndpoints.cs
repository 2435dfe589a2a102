using NetEscapades.AspNetCore.SecurityHeaders;
using Scalar.AspNetCore;

namespace Cks.Samples.Portal.Api;

/// <summary>What the portal can be asked: for whoever is signed in, and in Development for whoever looks, with a page to try it.</summary>
internal static class DescriptionEndpoints
{
    /// <summary>The interface alone: pages are for people.</summary>
    public static void AddDescription(this IServiceCollection services) => services.AddOpenApi(o =>
    {
        o.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        o.AddCksSecurity().AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Cks portal";
            return Task.CompletedTask;
        });
    });

    public static void MapDescription(this WebApplication app, bool isDevelopment)
    {
        var document = app.MapOpenApi();
        if (!isDevelopment)
        {
            document.RequireCaps(Caps.Profile.View);
            return;
        }

        document.AllowAnonymous();
        app.MapScalarApiReference((page, context) => page.WithNonce(context.GetNonce())).AllowAnonymous();
    }
}
