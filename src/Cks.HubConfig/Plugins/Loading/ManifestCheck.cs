using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Whether a plugin is the one that was added, fits this host, and declares nothing but its own.</summary>
internal static class ManifestCheck
{
    // What is read for each must not hold up the start of the host (S30).
    private const int Most = 100;

    public static void Run(string id, HubPluginManifest manifest, DiagnosticBag findings)
    {
        if (manifest.Id != id)
            Refuse($"The application added \"{id}\", and the manifest is that of \"{manifest.Id}\".", "Make the two equal.");
        if (manifest.Version is null || !SemanticVersion.TryParse(manifest.Version, isPartial: false, out _))
            Refuse($"\"{manifest.Version}\" is no version.", "Write major.minor.patch, such as 1.0.0.");
        if (manifest.Contract is null || !VersionRange.TryParse(manifest.Contract, out var range))
            Refuse($"\"{manifest.Contract}\" is no range of versions of the contract.", VersionRange.Form);
        else if (SemanticVersion.TryParse(HubPluginManifest.ContractVersion, isPartial: false, out var contract) && !range.Admits(contract))
            Refuse($"It fits the contract \"{manifest.Contract}\", and this is {HubPluginManifest.ContractVersion}.", "Take a version of the plugin that fits this host.");
        if (!manifest.DocumentVersions.Contains(HubSchema.CurrentVersion))
            Refuse($"It does not know hub documents of version {HubSchema.CurrentVersion}.", "Take a version of the plugin that fits this host.");
        if (manifest.WidgetTypes.Count > Most || manifest.Navigation.Count > Most || manifest.Flags.Count > PluginFlagReader.Most || manifest.DataLoaders.Count > Most || manifest.Modules.Count > Most)
            Refuse($"It declares more than {Most} widget types, navigation items, modules or data loaders, or more than {PluginFlagReader.Most} flags.", "Declare less.");
        foreach (var name in manifest.WidgetTypes.Concat(manifest.Navigation).Concat(manifest.Flags).Concat(manifest.Modules).Where(n => n is null || !PluginName.Owns(id, n)))
            Refuse($"\"{name}\" is not the plugin's own.", $"Begin the name with \"{id}.\".");
        foreach (var name in manifest.DataLoaders.Where(n => n is null || !HubName.IsWellFormed(n)))
            Refuse($"\"{name}\" is not the name of a data loader.", HubName.Form);

        void Refuse(string message, string fix) => findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole($"AddPlugin {id}"), message, fix);
    }
}
