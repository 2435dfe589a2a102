namespace Cks.HubConfig.Razor;

/// <summary>What a page says where a widget cannot be shown.</summary>
internal static class FaultText
{
    public static string Of(string fault) => fault switch
    {
        "no_renderer" => "Nothing here draws this part.",
        _ => "This part cannot be shown.",
    };
}
