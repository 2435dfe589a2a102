using Cks.Core;

namespace Cks.Samples.Portal.SignIn;

/// <summary>The identity provider of browser sign-in, as the portal's client there. Without an authority it is the portal's own, in Development.</summary>
internal sealed record SignInProvider(Uri? Authority, string ClientId, string? ClientSecret)
{
    private const string Section = "Portal:SignIn";

    /// <summary>Reads section <c>Portal:SignIn</c>; without it there is no sign-in. A section that is not whole stops the host.</summary>
    public static SignInProvider? From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (!section.Exists())
            return null;
        return Uri.TryCreate(Required("Authority"), UriKind.Absolute, out var authority) && authority.Scheme == Uri.UriSchemeHttps
            ? new(authority, Required("ClientId"), Required("ClientSecret"))
            : throw Invalid("Authority", "The address of the identity provider is not an https address.");

        string Required(string key) => section[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value : throw Invalid(key, "The setting is missing.");
    }

    private static CksConfigurationException Invalid(string key, string message) =>
        new(CksCodes.InvalidSetting, $"{Section}:{key}", message, "Set Authority, ClientId and ClientSecret, or take the section out to switch sign-in in the browser off.");
}
