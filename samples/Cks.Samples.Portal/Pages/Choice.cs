namespace Cks.Samples.Portal.Pages;

/// <summary>Something to choose in a form.</summary>
internal sealed record Choice(string Code, string Name)
{
    /// <summary>A field in which one of some is chosen.</summary>
    /// <param name="label">What the field is called.</param>
    /// <param name="name">Its name in the form.</param>
    /// <param name="choices">What there is.</param>
    /// <param name="isRequired">Whether something must be chosen.</param>
    /// <param name="id">Its id on the page, where there are several of one name.</param>
    public static Html Select(string label, string name, IEnumerable<Choice> choices, bool isRequired, string? id = null) => Select(
        label, name, Html.Of($"""<option value="">{(isRequired ? "Choose" : "-")}</option>{choices.Select(Option)}"""), isRequired, id);

    /// <summary>The same with options made elsewhere.</summary>
    // The label stands beside the field: inside of it, what can be chosen would be part of what the field is called.
    public static Html Select(string label, string name, Html options, bool isRequired, string? id = null) => Html.Of($"""
        <div class="field"><label for="{id ?? name}">{label}</label> <select id="{id ?? name}" name="{name}"{(isRequired ? Html.Of($" required") : default)}>{options}</select></div>
        """);

    /// <summary>As an option, with code and name.</summary>
    public static Html Option(Choice choice) => Html.Of($"""<option value="{choice.Code}">{(choice.Name is "" or "-" ? choice.Code : $"{choice.Code} {choice.Name}")}</option>""");

    /// <summary>As an option that says its name only.</summary>
    public static Html Named(Choice choice, string? chosen = null) => Html.Of($"""<option value="{choice.Code}"{(choice.Code == chosen ? Html.Of($" selected") : default)}>{choice.Name}</option>""");
}
