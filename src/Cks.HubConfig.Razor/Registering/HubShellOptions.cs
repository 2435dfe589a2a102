namespace Cks.HubConfig.Razor;

/// <summary>What the shell of hubs knows of its application: where its files and the view are, what draws widgets, and how it looks.</summary>
public sealed class HubShellOptions
{
    /// <summary>Shortest time between two looks at the view.</summary>
    public static readonly TimeSpan MinViewInterval = TimeSpan.FromSeconds(1);

    /// <summary>Where the files of the shell are answered: a path of this origin.</summary>
    /// <value><c>/_cks/hub</c>.</value>
    public string AssetPath { get; set; } = "/_cks/hub";

    /// <summary>Where <c>MapCksHub</c> answers the view. An open page asks there whether it still holds; <see langword="null"/> asks never.</summary>
    /// <value><c>/api/hub</c>.</value>
    public string? ViewPath { get; set; } = "/api/hub";

    /// <summary>Where <c>MapCksHubData</c> answers the data of plugins, which must be mapped where one in use has some; <see langword="null"/>: nowhere, and what draws a widget with such data gets none.</summary>
    /// <value><c>/api/hub/data</c>.</value>
    public string? PluginDataPath { get; set; } = "/api/hub/data";

    /// <summary>How often an open page asks whether the view still holds; <see cref="MinViewInterval"/> to one day.</summary>
    /// <value>15 seconds.</value>
    public TimeSpan ViewInterval { get; set; } = TimeSpan.FromSeconds(15);

    internal List<ShellFile> Modules { get; } = [];

    internal List<ShellFile> Styles { get; } = [];

    internal HashSet<string> WholeSources { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Adds the module that draws the widgets of a renderer in the browser. It is read once, when the host starts, and loaded by a page when the first such widget needs it, with the hash of what was read: another content does not run.
    /// </summary>
    /// <param name="renderer">Key of the renderer, as widgets name it.</param>
    /// <param name="file">An ES module with a default export <c>(data, widget) => Node</c>; path relative to the content root.</param>
    /// <returns>The same options.</returns>
    public HubShellOptions AddModule(string renderer, string file)
    {
        Modules.Add(ShellFile.OfContent(renderer, file));
        return this;
    }

    /// <summary>Adds the module that draws the widgets of a renderer, from an assembly.</summary>
    /// <param name="renderer">Key of the renderer, as widgets name it.</param>
    /// <param name="assembly">The assembly that carries it.</param>
    /// <param name="resource">Name of the resource.</param>
    /// <returns>The same options.</returns>
    public HubShellOptions AddModule(string renderer, System.Reflection.Assembly assembly, string resource)
    {
        Modules.Add(ShellFile.OfAssembly(renderer, assembly, resource));
        return this;
    }

    /// <summary>
    /// Says that the module of a renderer needs all that a data source answers, to choose from. Without it each read says which widget it is for (<c>?widget=ID</c>), so that an endpoint with a <c>HubLimit</c> answers no more than <c>maxItems</c>.
    /// </summary>
    /// <param name="renderer">Key of a renderer that has a module.</param>
    /// <returns>The same options.</returns>
    public HubShellOptions ReadWhole(string renderer)
    {
        ArgumentException.ThrowIfNullOrEmpty(renderer);
        WholeSources.Add(renderer);
        return this;
    }

    /// <summary>Adds a style sheet of the application, which comes after that of the shell.</summary>
    /// <param name="file">Path relative to the content root.</param>
    /// <returns>The same options.</returns>
    public HubShellOptions AddStyle(string file)
    {
        Styles.Add(ShellFile.OfContent(Path.GetFileNameWithoutExtension(file) ?? "", file));
        return this;
    }
}
