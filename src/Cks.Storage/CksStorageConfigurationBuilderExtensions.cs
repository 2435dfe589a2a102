using Cks.Core;
using Cks.Storage;

namespace Microsoft.Extensions.Configuration;

/// <summary>Settings that change while hosts run.</summary>
public static class CksStorageConfigurationBuilderExtensions
{
    /// <summary>
    /// Lays settings of the database over those before it: the revision in force when configuration is made, and each next one without a restart. It sets only keys that its schema marks <c>runtime</c>, and never one of
    /// authentication, enforcement, audit, proxies, connections, secrets or the environment (S16). A start at which the store cannot be reached uses the copy of <see cref="CksSettingsOptions.KeepLastKnownGood"/>, or fails.
    /// Publish with <see cref="RevisionPublisher"/> under <see cref="RevisionDocuments.Settings"/>. <c>AddCksStorage</c> lets it hear of other hosts at once, and gives security events a way out.
    /// </summary>
    /// <param name="builder">The application's configuration.</param>
    /// <param name="configure">Names the database and the schema.</param>
    /// <exception cref="CksConfigurationException">Thrown when configuration is made: the options are unusable or it is called twice (CKS109), the schema is missing or unusable (CKS107, CKS116), marks a key that no store may set (CKS121), or what is in force does not fit it.</exception>
    public static IConfigurationBuilder AddCksStore(this IConfigurationBuilder builder, Action<CksSettingsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new CksSettingsOptions();
        configure(options);
        // Of two the later one would win, by a schema of its own, and one alone would hear of other hosts.
        if (builder.Sources.Any(s => s is StoredSettingsSource))
            throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(AddCksStore), "The settings of the store are added twice.", "Call AddCksStore once, with one schema.");
        return builder.Add(new StoredSettingsSource(options));
    }
}
