namespace Cks.HubConfig;

/// <summary>A widget whose data is asked for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="MaxItems">How many items it shows, 1 to 500; <see langword="null"/> where the document does not say.</param>
/// <param name="Options">Its options as the browser has them: a JSON object, UTF-8; empty where there are none.</param>
public sealed record HubDataWidget(string Id, int? MaxItems, ReadOnlyMemory<byte> Options);
