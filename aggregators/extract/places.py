"""Where publishing systems keep an article's text, and what sites without such a system call it."""

# Each names its system's text and nothing else; the more specific first.
SYSTEMS = (
    "#zoom, #Zoom, #zoomcon",  # Hanweb
    ".TRS_Editor, .TRS_UEDITOR, .trs_editor_view, .Custom_UnionStyle",  # TRS
    "#UCAP-CONTENT, ucapcontent, .pages_content",  # UCAP, gov.cn
    ".v_news_content, [id^=vsb_content]",  # VSB
    ".wp_articlecontent, .Article_Content",  # WebPlus
    ".ewb-article-info, .mian-cont, .gkmlpt .article-content",  # Epoint, Xuzhou, Guangdong
    ".rm_txt_con, #rwb_zw, #p_content, .show_text",  # people.com.cn
    "#p-detail, #detail, #detailContent, .main-article #content",  # xinhuanet
    "#articleBox .u-mainText, .u-mainText, #contentMain, #ArticleContent",  # gmw
    "#content_area, .cnt_bd, #text_area",  # CCTV
    ".left_zw, #chan_newsDetail, #articleBody, #artbody",  # chinanews, china.com.cn
    "#endText, .post_text, .post_body, #artibody, #mp-editor, #Cnt-Main-Article-QQ, .content-article, #js_content",
    "#main_content, [class^=main_content], #artical_real, .la_con, #ContentBody, .art_contextBox, .all-txt, .news_txt",
)
# Wide: the smallest that holds the running text is taken.
USUAL = (
    "[itemprop=articleBody], [class*=article-content], [class*=article_content], [class*=articleContent], "
    "[class*=article-body], [class*=article_body], [class*=articleBody], [class*=article-text], [class*=articleText], "
    "[class*=article_text], [class*=art_con], [class*=art-con], [class*=artCon], [class*=art-main], "
    "[class*=news-content], [class*=news_content], [class*=newsContent], [class*=newscontent], [class*=news-text], "
    "[class*=detail-content], [class*=detail_content], [class*=detailContent], [class*=content-detail], "
    "[class*=content_detail], [class*=detail-con], [class*=con_txt], [class*=contxt], [class*=conTxt], "
    "[class*=txt_con], [class*=txt-con], [class*=text_content], [class*=main-text], [class*=maintext], "
    "[class*=page_text], [class*=xl_con], [class*=xlcon], [class*=view_con], [class*=zhengwen], "
    "[class*=entry-content], [class*=post-content], [class*=post-body], [class*=post_content], #content, "
    ".content, #Content, .Content, #article, .article, article, #text, .text, .con, .cont, #con, #contentText, "
    "#news_content, #newsContent, #newscontent, #articleContent, #article_content, #ArticleCnt"
)
