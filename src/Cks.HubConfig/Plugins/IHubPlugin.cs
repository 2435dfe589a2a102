namespace Cks.HubConfig;

/// <summary>
/// Something that comes with widgets, pages and data of its own, and is not part of the application. It is trusted code (S21): what it says of itself is checked, and what it does is given a time and room for mistakes;
/// memory, processor time, static state and the end of the process are not kept from it. It is made with its parameterless constructor, and gets no service.
/// </summary>
public interface IHubPlugin
{
    /// <summary>What it is, what it fits, and all that it contributes.</summary>
    HubPluginManifest Manifest { get; }

    /// <summary>Contributes what the manifest says; called once, when the host starts, on a thread of its own.</summary>
    /// <param name="contributions">Takes what is contributed, and has the settings of the plugin.</param>
    /// <param name="cancellationToken">Is cancelled when its time is over; what is contributed after that counts for nothing.</param>
    void Contribute(HubPluginContributions contributions, CancellationToken cancellationToken);
}
