// Teach the paragraph editor to link to another article, chosen in Wagtail's own dialogue.
(() => {
  const { registerPlugin, ModalWorkflowSource, TooltipEntity } = window.draftail;

  class ArticleSource extends ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.articleChooser,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        // Without a selection the headline becomes the words of the link.
        responses: { chosen: (article) => this.onChosen({ ...article, title: article.string }) },
      };
    }

    filterEntityData(article) {
      return { id: article.id, title: article.title };
    }
  }

  const ArticleLink = (props) => {
    const { title, url } = props.contentState.getEntity(props.entityKey).getData();
    return window.React.createElement(TooltipEntity, {
      ...props,
      icon: title ? '#icon-doc-full' : '#icon-warning',
      label: title || '?',
      url: url || null,
    });
  };

  registerPlugin({ type: 'ARTICLE', source: ArticleSource, decorator: ArticleLink }, 'entityTypes');
})();
