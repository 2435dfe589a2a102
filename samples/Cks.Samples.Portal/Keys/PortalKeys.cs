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
        if ((SecretOf(builder.Configuration, PepperKey) ?? (isDevelopment ? RandomNumberGenerator.GetBytes(32) : null)) is not { } pepper)
            return false;
        builder.Services.AddAuthentication().AddCksApiKey(o => o.Pepper = new(pepper));
        builder.Services.AddSingleton<IApiKeyOwnerResolver, KeyOwners>();
        builder.Services.AddScoped<KeyDesk>();
        return true;
    }

    /// <summary>The bytes of a setting; <see langword="null"/> where there is none.</summary>
    public static byte[]? SecretOf(IConfiguration configuration, string key)
    {
        if (configuration[key] is not { } text || string.IsNullOrWhiteSpace(text))
            return null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? bytes[..length]
            : throw new CksConfigurationException(CksCodes.InvalidSetting, key, "The secret is not base64.", "Write what openssl rand -base64 32 prints.");
    }
}
