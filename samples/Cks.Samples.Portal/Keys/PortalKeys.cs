using System.Security.Cryptography;
using Cks.Auth;
using Cks.Core;

namespace Cks.Samples.Portal.Keys;

/// <summary>API keys: of the portal's own people, for programs of theirs. There are none where there is no pepper for them.</summary>
internal static class PortalKeys
{
    /// <summary>Base64 of 32 random bytes or more, from a secret store; in Development one is made up at each start.</summary>
    public const string PepperKey = "Portal:Keys:Pepper";

    /// <returns>Whether there are keys.</returns>
    public static bool AddKeys(this WebApplicationBuilder builder, bool isDevelopment)
    {
        if (PepperOf(builder.Configuration[PepperKey], isDevelopment) is not { } pepper)
            return false;
        builder.Services.AddAuthentication().AddCksApiKey(o => o.Pepper = new(pepper));
        builder.Services.AddSingleton<IApiKeyOwnerResolver, KeyOwners>();
        builder.Services.AddScoped<KeyDesk>();
        return true;
    }

    private static byte[]? PepperOf(string? text, bool isDevelopment)
    {
        if (string.IsNullOrWhiteSpace(text))
            return isDevelopment ? RandomNumberGenerator.GetBytes(32) : null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? bytes[..length]
            : throw new CksConfigurationException(CksCodes.InvalidSetting, PepperKey, "The pepper is not base64.", "Write what openssl rand -base64 32 prints.");
    }
}
